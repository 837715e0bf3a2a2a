"""The HTML report: one page that is whole, harmless and the same each time."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import outcomes
from pyguide.finding import Applicability, Edit, Finding, Fix, Span
from pyguide.outcome import Failure, FileResult, RuleFacts
from pyguide.report import Links, Looks, stream

VOID = {"meta", "input", "rect", "br", "hr", "link", "img"}
PAGES = Path(__file__).parents[2] / "rules" / "pyguide_rules"


class Tree(HTMLParser):
    """The elements of a page with their attributes; complains of tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append((self.open[-1] if self.open else "", data))

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]

    def having(self, word: str) -> list[dict[str, str | None]]:
        return [each for _, each in self.elements if word in (each.get("class") or "").split()]


ROOT = Looks(root="/root")


def page(*files: FileResult, looks: Looks = ROOT, **more: object) -> str:
    return "".join(stream("html", outcomes.outcome(*files, **more), looks))


def real_rule() -> RuleFacts:
    """A rule with a page and an answer."""
    return outcomes.RULE._replace(
        page=str(PAGES / "exceptions" / "bare_except.md"),
        answer=str(PAGES / "answers" / "q039.md"),
    )


def with_every_kind() -> str:
    unsafe = outcomes.FIX._replace(applicability=Applicability.UNSAFE)
    shown = outcomes.FIX._replace(applicability=Applicability.DISPLAY)
    findings = (
        outcomes.FINDING,
        outcomes.FINDING._replace(fix=unsafe, reason="`f` may be `g`"),
        outcomes.FINDING._replace(fix=shown, reason="it is a sketch"),
        outcomes.FINDING._replace(fix=None, reason="only you know"),
    )
    files = (
        FileResult("src/a.py", findings, outcomes.TEXT),
        FileResult("src/deep/b.py", failures=(Failure("io-error", "gone"),)),
        FileResult("clean.py"),
    )
    return page(*files, rules={"PYG301": real_rule()})


def test_the_page_is_well_formed_and_its_own_links_lead_somewhere() -> None:
    tree = Tree(with_every_kind())
    ids = [each["id"] for _, each in tree.elements if "id" in each]
    assert len(ids) == len(set(ids))
    inner = {each["href"][1:] for each in tree.all("a") if each["href"].startswith("#")}
    assert {"overview", "findings", "rules", "PYG301", "answer-q039"} <= inner
    assert inner <= set(ids)
    labelled = {each["aria-labelledby"] for _, each in tree.elements if "aria-labelledby" in each}
    assert labelled
    assert labelled <= set(ids)


def test_it_says_all_of_a_finding() -> None:
    tree = Tree(with_every_kind())
    assert [each["data-fix"] for each in tree.having("finding")] == [
        "safe", "unsafe", "display", "none", "none",
    ]  # fmt: skip
    told = "".join(data for _, data in tree.text)
    for sentence in (
        "5 findings in 3 files.",
        "Unsafe: f may be g",
        "Never applied: it is a sketch",
        "No fix: only you know",
        "Catch the exceptions you expect and can handle",
        "`except:` means `except BaseException:`.".replace("`", ""),
    ):
        assert sentence in told
    assert ("mark", "except:") in tree.text
    assert ("del", "-    except:") in tree.text
    assert ("ins", "+    except Exception:") in tree.text


def test_the_overview_counts_chapters_rules_and_folders() -> None:
    text = with_every_kind()
    rows = re.findall(r'<th scope="row">(.*?)</th><td><b>(\d+)</b>', text)
    assert [(re.sub("<.*?>", "", name), int(number)) for name, number in rows] == [
        ("exceptions", 4), ("not checked", 1),
        ("PYG301 bare-except", 4), ("io-error", 1),
        ("src", 4), ("src/deep", 1),
    ]  # fmt: skip


def test_a_rule_is_explained_once_however_often_it_was_broken() -> None:
    files = [outcomes.found(f"{number}.py") for number in range(3)]
    text = page(*files, rules={"PYG301": real_rule()})
    assert text.count("Ctrl-C\ndoes nothing") == 1
    assert text.count('id="answer-q039"') == 1


def test_the_policy_admits_nothing_but_the_style_and_the_script_of_the_page() -> None:
    text = with_every_kind()
    policy = next(
        each["content"]
        for each in Tree(text).all("meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    )
    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    for name in ("style", "script"):
        (inline,) = re.findall(rf"<{name}>(.*?)</{name}>", text, re.S)
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert allowed.pop(f"{name}-src") == f"'sha256-{digest}'"
    assert set(allowed) == {"default-src", "base-uri", "form-action"}
    assert set(allowed.values()) == {"'none'"}


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"' onload='x' `<b>`&amp;"


def hostile_page() -> str:
    fix = Fix(HOSTILE, (Edit(Span(0, 1), HOSTILE),), Applicability.UNSAFE)
    finding = Finding("PYG301", HOSTILE, Span(0, 5), fix, HOSTILE)
    file = FileResult(
        f"{HOSTILE}/{HOSTILE}.py", (finding,), HOSTILE, (Failure(HOSTILE, HOSTILE),),
        severity=(("PYG301", "warning"),),
    )  # fmt: skip
    rule = RuleFacts("PYG301", HOSTILE, "style", HOSTILE, f"https://x.test/{HOSTILE}", True)
    looks = Looks(root="/root", links=Links("vscode://file/{path}", "https://x.test/{path}", "/"))
    return page(file, looks=looks, rules={"PYG301": rule})


def test_no_text_becomes_markup() -> None:
    plain, hostile = Tree(with_every_kind()), Tree(hostile_page())
    assert {tag for tag, _ in hostile.elements} <= {tag for tag, _ in plain.elements}
    assert len(hostile.all("script")) == 1
    known = {name for _, each in plain.elements for name in each}
    assert {name for _, each in hostile.elements for name in each} <= known
    assert not [name for name in known if name.startswith("on") or name in ("src", "style")]


def test_a_page_of_a_pack_brings_no_markup_of_its_own(tmp_path: Path) -> None:
    rule_page = tmp_path / "bad.md"
    rule_page.write_text(
        f"# bare-except (PYG301)\n\nLead.\n\n## Why it matters\n\n{HOSTILE}\n\n"
        "[x](javascript:alert(1)) [y](data:text/html,1) ![z](https://x.test/z.png)\n"
        "\n```python\n</pre><script>\x1b[2J\n```\n"
    )
    text = page(outcomes.found(), rules={"PYG301": real_rule()._replace(page=str(rule_page))})
    tree = Tree(text)
    assert len(tree.all("script")) == 1
    assert "\x1b" not in text
    assert not [each for each in tree.all("a") if each["href"].startswith(("javascript", "data"))]


def test_equal_runs_give_equal_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert with_every_kind() == with_every_kind()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert "5 findings in 3 files, 1970-01-02 00:00 UTC." in with_every_kind()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert "5 findings in 3 files." in with_every_kind()


def test_where_no_utf_8_can_go_the_page_reads_the_same() -> None:
    file = outcomes.found("é/😀.py", outcomes.TEXT.replace("g()", "é('😀')"))
    plain, narrow = (page(file, looks=Looks(root="/root", ascii_only=it)) for it in (False, True))
    assert narrow.isascii()
    assert Tree(narrow).text == Tree(plain).text


def test_a_clean_run_has_a_page_without_findings() -> None:
    tree = Tree(page(FileResult("a.py"), FileResult("b.py")))
    assert not tree.having("finding")
    assert not tree.all("form")
    assert "No findings in 2 files." in "".join(data for _, data in tree.text)


def test_a_thousand_findings_make_less_than_a_megabyte() -> None:
    text = outcomes.TEXT.replace("g()", "value = compute_the_total_of(everything)")
    assert len(page(*[outcomes.found(f"src/{n}.py", text) for n in range(1_000)])) < 1_000_000


@pytest.mark.parametrize(
    ("text", "span", "shown"),
    [
        ("a\n\tb\n", Span(3, 4), "<i>2</i>     <mark>b</mark>"),
        ("x = '" + "y" * 5_000 + "'\n", Span(2_000, 2_002), "…"),
        ("".join(f"{n}\n" for n in range(100)), Span(0, 200), "more lines"),
        ("日本 = 1\n", Span(5, 6), "<i>1</i> 日本 = <mark>1</mark>"),
        ("x\n", Span(1, 1), "<i>1</i> x<mark></mark>"),
    ],
    ids=["a tab", "an endless line", "many lines", "wide letters", "nothing"],
)
def test_a_frame_marks_the_span(text: str, span: Span, shown: str) -> None:
    told = page(FileResult("a.py", (outcomes.FINDING._replace(span=span, fix=None),), text))
    (frame,) = re.findall(r'<pre class="frame"><code>(.*?)</code></pre>', told, re.S)
    assert shown in frame
    assert len(frame) < 3_000
