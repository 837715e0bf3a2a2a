"""``--timings``: where the time of a run went, by stage and by rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyguide.outcome import RuleFacts
from pyguide.report.tally import counted
from pyguide.timings import STAGES, RuleTimings, Timings


def render(timings: Timings, rules: Mapping[str, RuleFacts]) -> str:
    """Two tables and the share of lines that libcst had to parse, without a final newline.

    Seconds are those of all processes together. Suspects are the places that a rule wanted libcst
    to look at; how many there are for each finding says how precise its suspicion is.
    """
    return "\n".join([*_stages(timings), "", *_rules(timings, rules)])


def _stages(timings: Timings) -> Iterator[str]:
    total = sum(timings.stages.values())
    yield f"{'Stage':<14}{'Seconds':>9}{'Share':>8}"
    for stage in STAGES:
        seconds = timings.stages.get(stage)
        if seconds is not None:
            yield f"{stage:<14}{seconds:>9.3f}{seconds / total:>8.1%}"
    yield f"{'Total':<14}{total:>9.3f}"
    share = timings.region_lines / max(timings.lines, 1)
    yield (
        f"{counted(timings.files, 'file')}, {counted(timings.lines, 'line')}; "
        f"{counted(timings.regions, 'region')} of {counted(timings.region_lines, 'line')} "
        f"({share:.1%}) for libcst"
    )


def _rules(timings: Timings, rules: Mapping[str, RuleFacts]) -> Iterator[str]:
    """The rules by what they took, the slowest first."""
    names = {
        code: f"{code} {rules[code].name}" if code in rules else code for code in timings.rules
    }
    width = max(map(len, [*names.values(), "Rule"])) + 1
    yield (
        f"{'Rule':<{width}}{'Suspecting':>11}{'Judging':>10}{'Suspects':>10}{'Findings':>10}"
        f"{'Suspects per finding':>22}"
    )
    for code, took in sorted(timings.rules.items(), key=lambda pair: -_seconds(pair[1])):
        share = f"{took.suspects / took.findings:.2f}" if took.findings else "-"
        yield (
            f"{names[code]:<{width}}{took.suspecting:>11.3f}{took.judging:>10.3f}"
            f"{took.suspects:>10}{took.findings:>10}{share:>22}"
        )


def _seconds(took: RuleTimings) -> float:
    return took.suspecting + took.judging
