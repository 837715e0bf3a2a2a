"""Test results that Jenkins and its like can read; read back by junitparser."""

from junitparser import Failure as Failed
from junitparser import JUnitXml, TestSuite

import outcomes
from pyguide.outcome import Failure, FileResult, Outcome
from pyguide.report import Looks, stream


def parsed(result: Outcome) -> JUnitXml:
    text = "".join(stream("junit", result, Looks(root="/root")))
    return JUnitXml.fromstring(text.encode())


def test_each_finding_is_a_failed_case_in_the_suite_of_its_file() -> None:
    broken = FileResult("b.py", text="x\n", failures=(Failure("invalid-syntax", "no", 1, 1),))
    xml = parsed(outcomes.outcome(outcomes.found(), FileResult("clean.py"), broken))
    assert (xml.tests, xml.failures, xml.errors, xml.skipped) == (2, 2, 0, 0)
    first, second = xml
    assert isinstance(first, TestSuite)
    assert (first.name, first.tests, first.failures) == ("/root/a.py", 1, 1)
    (case,) = first
    assert (case.name, case.classname) == ("org.pyguide.PYG301", "/root/a")
    (failed,) = case.result
    assert isinstance(failed, Failed)
    assert failed.message == "`except:` catches all"
    assert failed.text == "line 4, col 5, `except:` catches all"
    assert [each.name for each in second] == ["org.pyguide.invalid-syntax"]


def test_a_clean_run_is_one_case_that_passes() -> None:
    xml = parsed(outcomes.outcome(FileResult("a.py")))
    ((case,),) = xml
    assert case.is_passed
    assert (xml.tests, xml.failures) == (1, 0)


def test_characters_that_xml_forbids_are_spelled() -> None:
    xml = parsed(outcomes.harmful())
    (suite,) = xml
    told = [case.result[0].message for case in suite]
    assert all("\\x00" in one and "\\uffff" in one and "<b>&\"']]>" in one for one in told)
    assert "\\udcff" in suite.name
