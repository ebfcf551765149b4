"""One page → its HTML in the theme's frame. The engine (MkDocs) is asked once for each shape."""

import secrets
import tempfile
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from generator.keeping.codec import packed, unpacked
from generator.keeping.store import Shelf
from generator.models import KINDS
from generator.rendering.frames import Frame, cut, frame_page, shape_of, values_of
from generator.rendering.outputs import Output, Rendered, html_uri
from generator.settings import THEME, Settings


class Framing:
    """Lays out pages one by one; frames are kept by all that decides them, also between runs."""

    def __init__(self, settings: Settings, shelf: Shelf) -> None:
        self._settings = settings
        self._shelf = shelf
        self._frames: dict[tuple[bytes, str], Frame] = {}

    def html(self, page: Output, config: Mapping[str, Any]) -> str:
        """The page as the theme lays it out; config: settings for MkDocs."""
        shape = shape_of(page, str(config["site_name"]))
        if shape is None:
            return self._laid_out(page, config)
        key = (self._theme(config), repr(shape))
        if key not in self._frames:
            self._frames[key] = self._kept(*key) or self._made(page, config, *key)
        frame = self._frames[key]
        return frame.fill(values_of(page)) if frame.fits(page) else self._laid_out(page, config)

    def _kept(self, theme: bytes, shape: str) -> Frame | None:
        data = self._shelf.get(shape, theme)
        return Frame(tuple(unpacked(data))) if data else None

    def _made(self, page: Output, config: Mapping[str, Any], theme: bytes, shape: str) -> Frame:
        mark = f"zt{secrets.token_hex(8)}x0"  # so that no text that anybody wrote can hold it
        sample = frame_page(page, mark, str(config["site_name"]))
        frame = cut(self._laid_out(sample, config), sample, mark)
        self._shelf.put({shape: (theme, packed(frame.parts))})
        return frame

    def _laid_out(self, page: Output, config: Mapping[str, Any]) -> str:
        from generator.mkdocs_hook import lay_out  # with MkDocs, which a kept frame saves

        menu = ["index.md", *(f"{kind.folder}/index.md" for kind in KINDS.values())]
        pages = {uri: Output(uri, {"title": "", "section": ""}, "<div></div>", "") for uri in menu}
        pages[page.uri] = page
        ordered = tuple(pages[uri] for uri in sorted(pages))
        with tempfile.TemporaryDirectory(dir=self._place()) as folder:
            lay_out(self._settings, Rendered(ordered, (), (), config), Path(folder))
            return Path(folder, html_uri(page.uri)).read_text(encoding="utf-8")

    def _place(self) -> Path:
        self._settings.cache.mkdir(parents=True, exist_ok=True)
        return self._settings.cache

    def _theme(self, config: Mapping[str, Any]) -> bytes:
        """A fingerprint of what the theme makes of all pages alike."""
        found = blake2b(repr(sorted(config.items())).encode(), digest_size=16)
        files = [self._settings.root / "mkdocs.yml"]
        files += sorted(path for path in (self._settings.root / THEME).rglob("*") if path.is_file())
        for path in files:
            found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return found.digest()
