"""A network as a drawing: an inline SVG of geometry and classes; colours are the stylesheet's."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from math import ceil

from generator.relating.network import Network, Spoke
from generator.text.lines import wrap

# All in units of the drawing, which are px as long as the page has room for it.
WIDTH = 720
TEXT_SIZE = 16
MOST_DRAWN = 12

_LINE_HEIGHT = 22
# From the top of a line to its baseline: half the leading, then the height of a character.
_BASELINE = 16.5
_EDGE = 2
_PADDING = 14
_HUB_WIDTH, _LABEL_WIDTH = 184, 112
# Between hub and labels, where the lines fan out, and between labels and members.
_FAN, _FORK = 56, 40
_LABEL_LEFT = _EDGE + _HUB_WIDTH + _FAN
_MEMBER_LEFT = _LABEL_LEFT + _LABEL_WIDTH + _FORK
_MEMBER_WIDTHS = (150, WIDTH - _MEMBER_LEFT - _EDGE)
_BETWEEN_MEMBERS, _BETWEEN_SPOKES = 10, 26


@dataclass(frozen=True)
class _Box:
    """A rectangle with lines of text in its middle; `kind` names its class in the stylesheet."""

    kind: str
    left: float
    top: float
    width: float
    lines: tuple[str, ...]

    @property
    def above(self) -> float:
        """Space above the text, and below it."""
        return 18 if self.kind == "hub" else 10

    @property
    def height(self) -> float:
        return len(self.lines) * _LINE_HEIGHT + 2 * self.above

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    def around(self, height: float) -> "_Box":
        """The same box with its middle at that height, but not above the drawing."""
        return replace(self, top=max(_EDGE, height - self.height / 2))


def draw(network: Network, id: str = "network") -> str:
    """The network as an inline SVG: the hub at the left, a branch for each spoke.

    Nothing overlaps: boxes stand in three columns, each below the one before it. A name is
    wrapped, never cut; of more than MOST_DRAWN members the last place tells how many are left.

    Args:
        network: what is drawn.
        id: prefix of the ids in the drawing; unique on the page.

    Returns:
        `<svg>` at most WIDTH wide and of any height, its text TEXT_SIZE high. It has no colours
        of its own but classes: `zt-net__hub`, `zt-net__spoke`, `zt-net__member`, `zt-net__rest`
        (how many are not drawn) and `zt-net__line`; `zt-net__text--hub` and so on for the text.
    """
    branches = tuple(_branches(network))
    middles = [label.middle for label, _ in branches]
    hub = _box("hub", _EDGE, 0, _HUB_WIDTH, network.entry.face.name)
    hub = hub.around((middles[0] + middles[-1]) / 2)
    curves = [_curve(hub, label) for label, _ in branches]
    curves += [_curve(label, member) for label, members in branches for member in members]
    boxes = [hub, *(box for label, members in branches for box in (label, *members))]
    width = max(box.right for box in boxes) + _EDGE
    height = max(box.bottom for box in boxes) + _EDGE
    title = escape(f"{network.entry.face.name}：组织关系图")
    return (
        f'<svg class="zt-net" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}"'
        f' height="{_n(height)}" font-size="{TEXT_SIZE}" role="img"'
        f' aria-labelledby="{escape(id)}-title"><title id="{escape(id)}-title">{title}</title>'
        f'<path class="zt-net__line" fill="none" d="{"".join(curves)}"/>'
        f"{''.join(map(_drawn, boxes))}</svg>"
    )


def _branches(network: Network) -> Iterator[tuple[_Box, list[_Box]]]:
    """(label, members) of each spoke, from the top down."""
    shown = [_shown(spoke) for spoke in network.spokes]
    widest = max(text_width(name) for names in shown for _, name in names)
    width = min(max(ceil(widest) + 2 * _PADDING, _MEMBER_WIDTHS[0]), _MEMBER_WIDTHS[1])
    top: float = _EDGE
    for spoke, names in zip(network.spokes, shown, strict=True):
        label = _box("spoke", _LABEL_LEFT, top, _LABEL_WIDTH, spoke.label)
        members = []
        for kind, name in names:
            members.append(_box(kind, _MEMBER_LEFT, top, width, name))
            top = members[-1].bottom + _BETWEEN_MEMBERS
        middle = (members[0].middle + members[-1].middle) / 2
        # A label of three lines beside a single member reaches below it.
        label = label.around(max(middle, label.middle))
        top = max(label.bottom, members[-1].bottom) + _BETWEEN_SPOKES
        yield label, members


def _shown(spoke: Spoke) -> list[tuple[str, str]]:
    """(class, text) of the boxes of a spoke; the last of many stands for the rest."""
    names = [
        ("member", each if isinstance(each, str) else each.face.name) for each in spoke.members
    ]
    if len(names) <= MOST_DRAWN:
        return names
    left = len(names) - MOST_DRAWN + 1
    return [*names[: MOST_DRAWN - 1], ("rest", f"另有{left}个，见文字")]


def _box(kind: str, left: float, top: float, width: float, text: str) -> _Box:
    return _Box(kind, left, top, width, wrap(text, width - 2 * _PADDING, text_width))


def _curve(one: _Box, other: _Box) -> str:
    """A path from the right of a box to the left of another, level at both ends."""
    start = f"M{_n(one.right)} {_n(one.middle)}"
    if abs(one.middle - other.middle) < 1:
        return f"{start}H{_n(other.left)}"
    bend = _n((one.right + other.left) / 2)
    end = _n(other.middle)
    return f"{start}C{bend} {_n(one.middle)} {bend} {end} {_n(other.left)} {end}"


def _drawn(box: _Box) -> str:
    """A box and its text. Baselines are set by hand: old WebViews ignore dominant-baseline."""
    x = _n(box.left + box.width / 2)
    text = "".join(
        f'<tspan x="{x}" y="{_n(box.top + box.above + _BASELINE + at * _LINE_HEIGHT)}">'
        f"{escape(line)}</tspan>"
        for at, line in enumerate(box.lines)
    )
    return (
        f'<rect class="zt-net__{box.kind}" x="{_n(box.left)}" y="{_n(box.top)}"'
        f' rx="{20 if box.kind == "spoke" else 6}" width="{_n(box.width)}"'
        f' height="{_n(box.height)}"/>'
        f'<text class="zt-net__text zt-net__text--{box.kind}" text-anchor="middle">{text}</text>'
    )


def _n(number: float) -> str:
    """A number as short as it can be, to a tenth of a unit."""
    return f"{number:.1f}".removesuffix(".0")


def text_width(text: str) -> float:
    """Estimated width in units, for any font: Chinese 1 em, Latin about .55 em."""
    return sum(map(_em, text)) * TEXT_SIZE


@cache
def _em(char: str) -> float:
    # "A" are the marks (“”, ·, ①) that a Chinese font sets as wide as a character.
    if unicodedata.east_asian_width(char) in "WFA":
        return 1
    return 0.72 if char.isupper() else 0.55
