"""The HTML report as a browser shows it: filters, findings that open, nothing loaded or refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import browser
from pyguide.cli import main

FILES = {
    "shop/prices.py": "def total(prices, seen=[]):\n    if len(prices) == 0:\n        return 0\n",
    "shop/net/load.py": "try:\n    f()\nexcept:\n    pass\n",
    "tools/run.py": "try:\n    g()\nexcept:\n    h()\n",
}
SHOWN = "[...document.querySelectorAll('details.finding')].filter(e => e.checkVisibility()).length"
CHOOSE = """
(() => {{
  const field = document.querySelector('#filters [name={name}]');
  field.value = {value!r};
  field.dispatchEvent(new Event('input', {{bubbles: true}}));
  return new Promise((done) => setTimeout(() => done(field.value), 250));
}})()
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browser.find() is None, reason="no browser is installed here"),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("PYGUIDE_NO_CACHE", "1")
        words = ("--select", "PYG1,PYG205,PYG301", "--output-format", "html", "-o", "report.html")
        assert main(["check", "--isolated", *words]) == 1
    return folder / "report.html"


@pytest.fixture(scope="module")
def tab() -> Iterator[browser.Page]:
    with browser.page(browser.find() or "") as page:
        yield page


@pytest.fixture
def page(tab: browser.Page, report: Path) -> browser.Page:
    tab.open(report)
    return tab


def complaints(page: browser.Page) -> list[object]:
    """What the browser refused to load or run, and errors of the script."""
    methods = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
    return [one for one in page.told if one.get("method") in methods]


def choose(page: browser.Page, name: str, value: str) -> None:
    assert page.ask(CHOOSE.format(name=name, value=value)) == value


def test_all_is_shown_at_first_and_nothing_is_loaded(page: browser.Page, report: Path) -> None:
    assert page.ask(SHOWN) == 4
    assert page.ask("document.querySelector('#filters output').value") == "4 findings"
    requests = [one for one in page.told if one.get("method") == "Network.requestWillBeSent"]
    assert [one["params"]["request"]["url"] for one in requests] == [report.as_uri()]
    assert complaints(page) == []


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("rule", "PYG301", 2),
        ("chapter", "exceptions", 2),
        ("folder", "shop", 3),
        ("folder", "shop/net", 1),
        ("text", "Ctrl-C run.py", 1),
        ("text", "no such words", 0),
    ],
)
def test_a_filter_leaves_what_was_asked_for(
    page: browser.Page, name: str, value: str, number: int
) -> None:
    choose(page, name, value)
    assert page.ask(SHOWN) == number
    assert page.ask("document.querySelector('#filters output').value") == f"{number} of 4 findings"
    assert page.ask("document.getElementById('none').checkVisibility()") == (number == 0)


def test_filters_add_up_and_can_be_taken_back(page: browser.Page) -> None:
    choose(page, "rule", "PYG301")
    choose(page, "folder", "tools")
    assert page.ask(SHOWN) == 1
    page.click("#filters [type=reset]")
    assert page.ask(f"new Promise(done => setTimeout(() => done({SHOWN}), 50))") == 4


def test_every_fixability_that_is_offered_finds_something(page: browser.Page) -> None:
    kinds = page.ask("[...document.querySelectorAll('#filters [name=fix] option')].map(o=>o.value)")
    numbers = []
    for kind in kinds[1:]:
        choose(page, "fix", kind)
        numbers.append(page.ask(SHOWN))
    assert min(numbers) > 0
    assert sum(numbers) == 4


def test_a_click_opens_a_finding(page: browser.Page) -> None:
    frame = "document.querySelector('#n1 pre.frame').checkVisibility({contentVisibilityAuto: true})"
    assert not page.ask("document.getElementById('n1').open")
    page.click("#n1 > summary")
    assert page.ask("document.getElementById('n1').open")
    assert page.ask(frame)
    assert complaints(page) == []


def test_a_link_opens_the_explanation(page: browser.Page) -> None:
    page.click("#n1 > summary")
    page.click("#n1 .links a")
    opened = "[...document.querySelectorAll('details.page')].filter(e => e.open).map(e => e.id)"
    waited = f"new Promise(done => setTimeout(() => done({opened}), 100))"
    assert page.ask(waited) == [page.ask("location.hash.slice(1)")]


def test_an_address_opens_its_finding(tab: browser.Page, report: Path) -> None:
    tab.open(report, "#n3")
    assert tab.ask("document.getElementById('n3').open")


def test_without_its_script_the_page_shows_all_but_the_filters(
    tab: browser.Page, report: Path
) -> None:
    tab.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab.open(report)
        tab.click("#n1 > summary")
        assert tab.ask("document.getElementById('n1').open")
        assert not tab.ask("document.getElementById('filters').checkVisibility()")
        assert tab.ask(SHOWN) == 4
    finally:
        tab.send("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.parametrize("width", [320, 1200])
def test_nothing_is_wider_than_the_window(tab: browser.Page, report: Path, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
    tab.send("Emulation.setDeviceMetricsOverride", **size)
    try:
        tab.open(report)
        tab.ask("document.querySelectorAll('details').forEach(e => { e.open = true; })")
        assert tab.ask("document.documentElement.scrollWidth") <= width
    finally:
        tab.send("Emulation.clearDeviceMetricsOverride")
