"""``pyguide clean`` removes caches, says which, and nothing else."""

import pytest

from pyguide.cache.folder import NAME, Folder


def cache(path):
    assert Folder(str(path)).write(b"", "results", "x")
    return path


def test_caches_in_and_below_the_folder_are_removed(pyguide, folder):
    caches = [cache(folder / NAME), cache(folder / "deep" / "down" / NAME)]
    (folder / "deep" / "kept.py").write_text("")
    done = pyguide("clean")
    assert (done.code, done.out) == (0, "")
    assert done.err == f"Removing cache at: {NAME}\nRemoving cache at: deep/down/{NAME}\n"
    assert not any(path.exists() for path in caches)
    assert (folder / "deep" / "kept.py").exists()
    assert pyguide("clean") == (0, "", "")


@pytest.mark.parametrize("how", ["flag", "variable"])
def test_a_cache_elsewhere_is_removed_when_it_is_named(pyguide, folder, monkeypatch, how):
    path = cache(folder / "elsewhere")
    assert pyguide("clean").err == ""
    if how == "variable":
        monkeypatch.setenv("PYGUIDE_CACHE_DIR", str(path))
    pyguide("clean", *(["--cache-dir", path] if how == "flag" else []))
    assert not path.exists()


def test_what_pyguide_did_not_make_is_kept(pyguide, folder):
    (folder / NAME).mkdir()
    (folder / NAME / "mine.txt").write_text("")
    cache(folder / "target")
    (folder / "deep").mkdir()
    (folder / "deep" / NAME).symlink_to(folder / "target")
    assert pyguide("clean", "--cache-dir", "deep") == (0, "", "")
    assert (folder / NAME / "mine.txt").exists()
    assert (folder / "target").is_dir()
