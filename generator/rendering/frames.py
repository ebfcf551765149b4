"""Pages through frames: the theme lays out one page of each shape, and the others are filled in.

    pages ── shape_of ──► shapes ──► one frame page each ──► engine (MkDocs) ──► HTML with slots
                                                                                     │
    every other page of that shape: its own title, description, body … ──► fill ◄────┘

Two pages have one shape when the theme makes the same HTML of them but for the values in `SLOTS`.
A frame page is a page whose values are marks; what MkDocs makes of it is cut at the marks. One real
page of each shape is laid out by the engine as well and compared with what its frame gives: the
engine is the reference, and any difference raises FrameError.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from markupsafe import escape

from generator.rendering.outputs import Output, Page, Rendered

# What a page says of itself that no template of the theme decides anything by, but for its being
# there. All are printed through `e`, but for `data`, which is JSON that needs no escape.
SLOTS = ("title", "description", "label", "data")
IMAGE_SLOTS = ("uri", "alt", "width", "height")
_KNOWN = {*SLOTS, "image", "section", "type", "scripts", "links"}

Engine = Callable[[Rendered, Path], None]


class FrameError(Exception):
    """The theme made something else of a page than its frame did; `uri` says which page."""

    def __init__(self, uri: str) -> None:
        self.uri = uri
        super().__init__(uri)


@dataclass(frozen=True)
class Frame:
    """HTML cut at its slots: text, name of a slot, text, …, text."""

    parts: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        parts = list(self.parts)
        parts[1::2] = [values[name] for name in parts[1::2]]
        return "".join(parts)


def build_framed(rendered: Rendered, folder: Path, engine: Engine) -> None:
    """Make the website of `rendered` in `folder`; the same bytes as `engine` alone.

    engine: lays out every page that it is handed.

    Raises:
        FrameError: the theme does not treat the pages of one shape alike.
    """
    secret = secrets.token_hex(8)  # so that no text that anybody wrote can hold a mark
    site_name = str(rendered.config["site_name"])
    alike: dict[tuple[object, ...], list[Page]] = {}
    plain: list[Page] = []
    for page in rendered.pages:
        shape = shape_of(page, site_name)
        if shape is None:
            plain.append(page)
        else:
            alike.setdefault(shape, []).append(page)
    frames: list[tuple[str, Output, list[Page]]] = []
    for pages in alike.values():
        plain.append(pages[0])
        if len(pages) > 1:
            mark = f"zt{secret}x{len(frames)}"
            frames.append((mark, _frame_page(pages[0], mark), pages))
    handed = sorted([*plain, *(frame for _, frame, _ in frames)], key=lambda page: page.uri)
    # Files beside the pages are no business of the engine, which takes its time over each.
    engine(replace(rendered, pages=tuple(handed), copied=(), made=()), folder)
    rendered.write_files(folder)
    for mark, frame_page, pages in frames:
        frame = _taken(frame_page, folder, mark)
        sample, *others = pages
        if frame.fill(_values(sample)) != html_of(folder, sample).read_text(encoding="utf-8"):
            raise FrameError(sample.uri)
        for page in others:
            file = html_of(folder, page)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(frame.fill(_values(page)), encoding="utf-8", newline="\n")


def frame_of(page: Output, folder: Path, engine: Callable[[Output], None]) -> Frame:
    """The frame of one page's shape; engine: lays out the page that it is handed in `folder`."""
    mark = f"zt{secrets.token_hex(8)}x0"
    sample = _frame_page(page, mark)
    engine(sample)
    return _taken(sample, folder, mark)


def filled(frame: Frame, page: Output) -> str:
    """The HTML of a page that has the shape of the frame."""
    return frame.fill(_values(page))


def shape_of(page: Page, site_name: str) -> tuple[object, ...] | None:
    """All by which the theme tells this page from others; None for one that has no equal.

    Addresses on a page are relative, so the folder that it lies in belongs to its shape; its own
    name in that folder does not, for nothing in the theme points into a page's own folder.
    """
    meta = page.meta
    *parents, own, file = ("", *page.uri.split("/"))
    if file != "index.md" or not own or not meta.keys() <= _KNOWN:
        return None
    folder = page.uri.removesuffix(file)
    links = tuple((link["type"], link["title"], link["uri"]) for link in meta.get("links", ()))
    if any(uri.startswith(folder) for *_, uri in links):
        return None  # such an address would hold the page's own name
    return (
        "/".join(parents),
        meta.get("section"),
        meta.get("type"),
        tuple(meta.get("scripts", ())),
        links,
        tuple(name for name in SLOTS if meta.get(name)),
        bool(meta.get("image")),
        meta.get("title") == site_name,
        meta.get("title") == meta.get("label"),
    )


def _frame_page(page: Page, mark: str) -> Output:
    """A page of the same shape whose values are marks."""
    slots = {name: _slot(mark, name) for name in SLOTS if page.meta.get(name)}
    if page.meta.get("title") == page.meta.get("label"):
        slots["label"] = slots["title"]
    meta: dict[str, Any] = {**page.meta, **slots}
    if page.meta.get("image"):
        meta["image"] = {name: _slot(mark, f"image-{name}") for name in IMAGE_SLOTS}
    parents = page.uri.split("/")[:-2]
    uri = "/".join([*parents, _slot(mark, "self"), "index.md"])
    return Output(uri, meta, f'<div class="{_slot(mark, "body")}"></div>', page.source)


def _slot(mark: str, name: str) -> str:
    return f"{mark}-{name}-"


def _taken(page: Output, folder: Path, mark: str) -> Frame:
    """What the engine made of a frame page, cut at its marks; the page itself is removed."""
    file = html_of(folder, page)
    html = file.read_text(encoding="utf-8")
    file.unlink()
    file.parent.rmdir()
    html = html.replace(page.body, _slot(mark, "body"))
    return Frame(tuple(re.split(f"{mark}-([a-z-]+)-", html)))


def _values(page: Page) -> dict[str, str]:
    """The text of each slot, as the theme would print it."""
    meta = page.meta
    values = {name: str(escape(str(meta[name]))) for name in SLOTS if meta.get(name)}
    if meta.get("data"):
        values["data"] = str(meta["data"])
    for name, value in (meta.get("image") or {}).items():
        values[f"image-{name}"] = str(escape(str(value)))
    return {**values, "self": page.uri.split("/")[-2], "body": page.body}


def html_of(folder: Path, page: Page) -> Path:
    """Where the engine puts a page."""
    return folder / f"{page.uri.removesuffix('.md')}.html"
