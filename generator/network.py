"""The organisations around one record, as data and as a drawing.

`network_of` collects them from the catalog's relations; `draw` lays them out as an inline SVG.
The drawing holds geometry and classes only: colours are the stylesheet's, in light and in dark.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from math import ceil

from generator.catalog import Catalog, Entry
from generator.markdown import links_in
from generator.models.components import Relation, RelationType
from generator.models.fields import fields_of
from generator.models.organization import Organization
from generator.references import references_in

FEWEST_MEMBERS = 3
_ORGANIZATION = (Organization.kind,)


@dataclass(frozen=True)
class Spoke:
    """One way in which organisations are tied to the hub.

    label: such as 上级 or 下级组织. members: records, or plain names that are no record's.
    """

    label: str
    members: tuple[Entry | str, ...]


@dataclass(frozen=True)
class Network:
    """A record and, around it, the organisations that it is tied to; spokes upwards come first."""

    entry: Entry
    spokes: tuple[Spoke, ...]


# ---------------------------------------------------------------- data


def network_of(catalog: Catalog, entry: Entry) -> Network | None:
    """The organisations that a record names or that name it.

    Spokes are the record's own fields in their order (上级, 各方), then its relations, then what
    others call it (下级组织). Mentions in lists tie nobody, and neither does 注意区分.

    Returns:
        None for fewer than three different organisations: then the text says it better.
    """
    spokes: dict[str, dict[Entry | str, None]] = defaultdict(dict)
    for label, member in (*_named(catalog, entry), *_naming(catalog, entry)):
        spokes[label][member] = None
    for label, member in _below_owner(catalog, entry, spokes):
        spokes[label][member] = None
    if len({member for members in spokes.values() for member in members}) < FEWEST_MEMBERS:
        return None
    return Network(entry, tuple(Spoke(label, tuple(found)) for label, found in spokes.items()))


def _named(catalog: Catalog, entry: Entry) -> list[tuple[str, Entry | str]]:
    """(label, organisation) of every organisation that the record itself names."""
    fields = fields_of(type(entry.record))
    own: list[tuple[str, Entry | str]] = []
    relations: list[tuple[str, Entry | str]] = []
    for loc, reference, label, _ in references_in(entry.record):
        if reference.to.is_mention or label == RelationType.DISTINCT_FROM.label:
            continue
        field = fields[str(loc[0])]
        target = catalog.target(reference)
        member: Entry | str | None = target
        if target is None and reference.to.is_open and reference.to.kinds == _ORGANIZATION:
            member = reference.text
        elif target and (target.record.kind not in _ORGANIZATION or target == entry):
            member = None
        # A relation says what it is; a party or a post is named by the field that holds it.
        if member and field.component is Relation:
            relations.append((label, member))
        elif member:
            own.append((field.key, member))
    return own + relations


def _naming(catalog: Catalog, entry: Entry) -> Iterator[tuple[str, Entry]]:
    """(what it calls the record, organisation) of every organisation that names the record."""
    for label, sources in catalog.backlinks(entry).items():
        if label != RelationType.DISTINCT_FROM.inverse:
            yield from ((label, each) for each in sources if each.record.kind in _ORGANIZATION)


def _below_owner(
    catalog: Catalog, entry: Entry, spokes: Mapping[str, Mapping[Entry | str, None]]
) -> Iterator[tuple[str, Entry]]:
    """What stands under the one organisation that owns a brand or a site, where it is the subject.

    A way of organising such as 1+5+X is about its owner's branches: its text links to one of
    them, and it names no organisation beside its owner. Most brands are about something else,
    and their owner may have dozens of branches.
    """
    tied = [member for members in spokes.values() for member in members]
    is_owned = any(name in ("owner", "owners") for name in fields_of(type(entry.record)))
    if not is_owned or len(tied) != 1 or not isinstance(owner := tied[0], Entry):
        return
    parent = fields_of(Organization)["parent"].to
    assert parent
    below = catalog.backlinks(owner).get(parent.inverse, ())
    linked = {catalog.named(link.target) for link in links_in(entry.raw.body, 1)}
    if linked & set(below):
        name = owner.record.short_name or owner.record.name
        yield from ((f"{name}的{parent.inverse}", each) for each in below)


# ---------------------------------------------------------------- drawing

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
    hub = _box("hub", _EDGE, 0, _HUB_WIDTH, network.entry.record.name)
    hub = hub.around((middles[0] + middles[-1]) / 2)
    curves = [_curve(hub, label) for label, _ in branches]
    curves += [_curve(label, member) for label, members in branches for member in members]
    boxes = [hub, *(box for label, members in branches for box in (label, *members))]
    width = max(box.right for box in boxes) + _EDGE
    height = max(box.bottom for box in boxes) + _EDGE
    title = escape(f"{network.entry.record.name}：组织关系图")
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
        ("member", each if isinstance(each, str) else each.record.name) for each in spoke.members
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


# ---------------------------------------------------------------- lines of text

_OPENING = "（(〔［[｛{〈《「『【“‘"
_CLOSING = "，。、；：？！,.;:?!）)〕］]｝}〉》」』】”’·…—～%％℃"
# A Latin word, number or formula (1+5+X) stays whole.
_WORD = "[0-9A-Za-zÀ-ɏ+&@#/_-]+"
_PIECE = re.compile(
    rf"\s*(?P<kept>[{re.escape(_OPENING)}]*(?:{_WORD}|\S)(?:\s*[{re.escape(_CLOSING)}])*)"
)


def wrap(text: str, width: float, measure: Callable[[str], float]) -> tuple[str, ...]:
    """Break text into lines of about equal length, as few as possible.

    No line starts with a closing mark or ends with an opening one (GB/T 15834, 5.1), and words
    in Latin letters stay whole, unless such a piece alone is wider than a line.

    Args:
        text: any text; runs of white space count as one space.
        width: of a line, in the unit of `measure`.
        measure: width of a piece of text; that of two pieces together is their sum.

    Returns:
        At least one line.
    """
    pieces = _pieces(" ".join(text.split()), width, measure)
    lines = _filled(pieces, width)
    # As narrow as these lines can be: the last one is then not a single character.
    low, high = sum(wide for _, wide in pieces) / max(len(lines), 1), width
    while high - low > width / 200:
        middle = (low + high) / 2
        if len(tried := _filled(pieces, middle)) == len(lines):
            lines, high = tried, middle
        else:
            low = middle
    return tuple(lines) or ("",)


def text_width(text: str) -> float:
    """Estimated width in units, for any font: Chinese 1 em, Latin about .55 em."""
    return sum(map(_em, text)) * TEXT_SIZE


def _em(char: str) -> float:
    # "A" are the marks (“”, ·, ①) that a Chinese font sets as wide as a character.
    if unicodedata.east_asian_width(char) in "WFA":
        return 1
    return 0.72 if char.isupper() else 0.55


def _pieces(text: str, width: float, measure: Callable[[str], float]) -> list[tuple[str, float]]:
    """(what must stay together, with the space before it; its width)."""
    pieces = []
    for found in _PIECE.finditer(text):
        wide = measure(found.group())
        if measure(found["kept"]) <= width:
            pieces.append((found.group(), wide))
        else:
            pieces += [(char, measure(char)) for char in found.group()]
    return pieces


def _filled(pieces: Iterable[tuple[str, float]], width: float) -> list[str]:
    """Lines that are filled one after the other."""
    lines: list[str] = []
    line, room = "", width
    for piece, wide in pieces:
        if line and wide > room:
            lines.append(line.strip())
            line, room = "", width
        line += piece
        room -= wide
    return [*lines, line.strip()] if line.strip() else lines
