"""A bar chart of ratios on a logarithmic scale, as an SVG that follows light and dark themes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.sax.saxutils import escape

WIDTH, LABELS, RIGHT = 960, 420, 110
TOP, STEP, BAR, BOTTOM = 64, 26, 14, 34

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 15px }
  .faint { fill: #59636e; font-size: 12px }
  .grid { stroke: #d1d9e0 } .one { stroke: #59636e; stroke-width: 1.5 }
  .met { fill: #2f7fd1 } .missed { fill: #c2571a } .open { fill: #818b98 }
  .spread { stroke: #1f2328; stroke-width: 1.5 } .ask { stroke: #1f2328; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .faint { fill: #9198a1 }
    .grid { stroke: #3d444d } .one { stroke: #9198a1 }
    .met { fill: #58a6ff } .missed { fill: #f0883e } .open { fill: #9198a1 }
    .spread, .ask { stroke: #e6edf3 }
  }
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One ratio of our cost to another's, its spread and the asked bound; ``met`` is None
    where nothing is asked.
    """

    label: str
    value: float
    low: float
    high: float
    ask: float | None
    met: bool | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Powers of ten from ``first`` to ``last`` on the width of the chart."""

    first: int
    last: int

    @classmethod
    def over(cls, bars: Sequence[Bar]) -> Scale:
        """The scale on which all bars and bounds fit, and the ratio 1."""
        values = [1.0]
        for bar in bars:
            values += [bar.low, bar.high, bar.ask or 1.0]
        first, last = floor(log10(min(values))), ceil(log10(max(values)))
        return cls(min(first, -1), max(last, 1))

    def x(self, value: float) -> float:
        """Where a ratio stands."""
        room = WIDTH - LABELS - RIGHT
        return LABELS + room * (log10(value) - self.first) / (self.last - self.first)


def drawn(bars: Sequence[Bar], title: str) -> str:
    """The chart as a complete SVG document."""
    scale = Scale.over(bars)
    bottom = TOP + STEP * len(bars)
    body = [*_frame(scale, bottom)]
    for at, bar in enumerate(bars):
        body += _bar(scale, bar, TOP + STEP * at + STEP / 2)
    legend = (
        "1x is the same cost, left of it is cheaper. Bar: median (blue: ask met, orange: missed, "
        "grey: no verdict); thin: spread; upright: ask"
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + BOTTOM}" '
            f'width="{WIDTH}" height="{bottom + BOTTOM}" role="img" aria-label="{_quoted(title)}">',
            f"<title>{escape(title)}</title>",
            f"<style>{STYLE}</style>",
            f'<text class="title" x="12" y="22">{escape(title)}</text>',
            f'<text class="faint" x="12" y="42">{legend}</text>',
            *body,
            "</svg>\n",
        ]
    )


def _frame(scale: Scale, bottom: float) -> Iterator[str]:
    for power in range(scale.first, scale.last + 1):
        x = scale.x(10.0**power)
        kind = "one" if power == 0 else "grid"
        yield f'<line class="{kind}" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom}"/>'
        yield (
            f'<text class="faint" x="{x:.1f}" y="{bottom + 18}" '
            f'text-anchor="middle">{times(10.0**power)}</text>'
        )


def _bar(scale: Scale, bar: Bar, y: float) -> Iterator[str]:
    one, end = scale.x(1), scale.x(bar.value)
    kind = {True: "met", False: "missed", None: "open"}[bar.met]
    yield f'<text x="{LABELS - 10}" y="{y + 4:.1f}" text-anchor="end">{escape(bar.label)}</text>'
    yield (
        f'<rect class="{kind}" x="{min(one, end):.1f}" y="{y - BAR / 2:.1f}" '
        f'width="{max(abs(end - one), 1):.1f}" height="{BAR}" rx="2"/>'
    )
    low, high = scale.x(bar.low), scale.x(bar.high)
    yield f'<line class="spread" x1="{low:.1f}" y1="{y:.1f}" x2="{high:.1f}" y2="{y:.1f}"/>'
    if bar.ask is not None:
        x = scale.x(bar.ask)
        yield (
            f'<line class="ask" x1="{x:.1f}" y1="{y - BAR / 2 - 3:.1f}" '
            f'x2="{x:.1f}" y2="{y + BAR / 2 + 3:.1f}"/>'
        )
    yield (
        f'<text class="faint" x="{WIDTH - 10}" y="{y + 4:.1f}" '
        f'text-anchor="end">{times(bar.value)} {escape(bar.unit)}</text>'
    )


def times(value: float) -> str:
    """A ratio in three digits at most: ``0.052x``, ``1.07x``, ``12.3x``, ``148x``."""
    digits = max(0, 2 - floor(log10(value)))
    return (
        f"{value:.{min(digits, 3)}f}".rstrip("0").rstrip(".") + "x" if digits else f"{value:.0f}x"
    )


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;"})
