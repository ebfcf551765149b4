"""Pages through frames: the theme lays out one page of each shape, and the others are filled in.

Two pages have one shape when the theme makes the same HTML of them but for the values in `SLOTS`
and for the names of the folders that they lie in. A frame page is a page whose values are marks;
what the engine makes of it is cut at the marks (`layout.py` has it made and compared).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from generator.rendering.outputs import KeptPage, Output, Page

# What a page says of itself that no template of the theme decides anything by, but for its being
# there. All are printed through `e`, but for `data`, which is JSON that needs no escape.
SLOTS = ("title", "description", "label", "data", "to")
IMAGE_SLOTS = ("uri", "alt", "width", "height")
_KNOWN = {*SLOTS, "image", "section", "type", "scripts", "links", "template", "by_hand"}
_NAMES = (*SLOTS, *(f"image-{name}" for name in IMAGE_SLOTS), "self", "body", r"parent\d+")

# Menu and navigation tell pages at the top by their addresses; so such a page has its own frame.
_TOP = 2

Shape = tuple[object, ...]


@dataclass(frozen=True)
class Frame:
    """HTML cut at its slots: text, name of a slot, text, …, text."""

    parts: tuple[str, ...]

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """values: the text of each slot. Both as UTF-8."""
        parts = list(self._encoded)
        parts[1::2] = [values[name] for name in self.parts[1::2]]
        return b"".join(parts)

    @cached_property
    def _encoded(self) -> tuple[bytes, ...]:
        # What is fixed is most of a page, so it is encoded once for all of them.
        return tuple(part.encode() for part in self.parts)

    @cached_property
    def slots(self) -> frozenset[str]:
        return frozenset(self.parts[1::2])

    @cached_property
    def neighbours(self) -> frozenset[str]:
        """Names of folders and files, beside the page's own folder or above, that it leads to."""
        fixed = "\0".join(self.parts[::2])
        return frozenset(re.findall(r"\.\./([^./\"\s][^/\"\s]*)", fixed))

    def fits(self, page: Page) -> bool:
        """Whether addresses in the frame are those that the theme would give this page.

        An address is relative to what it shares with the page's own: were one of the page's
        folders on its way, the theme would leave its name out.
        """
        return self.neighbours.isdisjoint(page.uri.split("/")[1:-1])


def shape_of(page: Page, site_name: str) -> Shape | None:
    """All by which the theme tells this page from others; None for one that has no equal.

    Addresses on a page are relative, so how deep it lies and in which part of the website belongs
    to its shape. The names of its folders below that part do not, as long as nothing on the page
    leads there (`Frame.fits`).
    """
    meta = page.meta
    *folders, file = page.uri.split("/")
    if file != "index.md" or not meta.keys() <= _KNOWN:
        return None
    links = tuple((link["type"], link["title"], link["uri"]) for link in meta.get("links", ()))
    if len(folders) < _TOP:
        place: tuple[object, ...] = (page.uri,)
    elif any(uri.startswith(f"{folders[0]}/{folders[1]}/") for *_, uri in links):
        return None  # such an address would hold the name of a folder
    else:
        place = (folders[0], len(folders))
    return (
        *place,
        meta.get("template"),
        meta.get("by_hand"),
        meta.get("section"),
        meta.get("type"),
        tuple(meta.get("scripts", ())),
        links,
        tuple(name for name in SLOTS if meta.get(name)),
        bool(meta.get("image")),
        meta.get("title") == site_name,
        meta.get("title") == meta.get("label"),
    )


def shape_name(page: Page, site_name: str) -> str:
    """Names the shape of a page in the store; empty for one that has no equal."""
    if isinstance(page, KeptPage):  # told when it was made
        return page.shape
    shape = shape_of(page, site_name)
    return blake2b(repr(shape).encode(), digest_size=16).hexdigest() if shape else ""


def frame_page(page: Page, mark: str, site_name: str) -> Output:
    """A page of the same shape whose values are marks."""
    slots = {name: _slot(mark, name) for name in SLOTS if page.meta.get(name)}
    if page.meta.get("title") == site_name:
        slots["title"] = site_name
    if page.meta.get("title") == page.meta.get("label"):
        slots["label"] = slots["title"]
    meta: dict[str, Any] = {**page.meta, **slots}
    if page.meta.get("image"):
        meta["image"] = {name: _slot(mark, f"image-{name}") for name in IMAGE_SLOTS}
    *folders, file = page.uri.split("/")
    if len(folders) >= _TOP:
        parents = [_slot(mark, f"parent{number}") for number in range(len(folders) - _TOP)]
        folders = [folders[0], *parents, _slot(mark, "self")]
    body = f'<div class="{_slot(mark, "body")}"></div>'
    return Output("/".join([*folders, file]), meta, body, page.source)


def cut(html: str, frame_page: Output, mark: str) -> Frame:
    """What the engine made of a frame page, cut at its marks."""
    html = html.replace(frame_page.body, _slot(mark, "body"))
    return Frame(tuple(re.split(f"{mark}-({'|'.join(_NAMES)})-", html)))


def values_of(page: Page, escape: Callable[[str], str]) -> dict[str, bytes]:
    """The text of each slot in UTF-8, as the theme would print it. escape: what its `e` does."""
    meta = page.meta
    values = {name: escape(str(meta[name])) for name in SLOTS if meta.get(name)}
    if meta.get("data"):
        values["data"] = str(meta["data"])
    for name, value in (meta.get("image") or {}).items():
        values[f"image-{name}"] = escape(str(value))
    folders = page.uri.split("/")[:-1]
    if len(folders) >= _TOP:
        values |= {f"parent{number}": name for number, name in enumerate(folders[1:-1])}
        values["self"] = folders[-1]
    values["body"] = page.body
    return {name: text.encode() for name, text in values.items()}


def _slot(mark: str, name: str) -> str:
    return f"{mark}-{name}-"
