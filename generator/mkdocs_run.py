"""Runs MkDocs in this process: to lay out pages, or to serve a live preview.

The pages reach it through our hook (`mkdocs_hook.py`). These two are the only doors to MkDocs.
"""

import gc
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.theme import Theme

from generator.rendering.environment import lighten
from generator.rendering.layout import EngineError
from generator.rendering.outputs import Rendered
from generator.settings import Settings

if TYPE_CHECKING:
    import jinja2

# An English advertisement would otherwise stand above everything that staff read.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

# Where a configuration holds the pages that were made before MkDocs was started.
HANDED = "zhanting"
_HOOK = "mkdocs_hook.py"


def strangers(settings: Settings) -> str:
    """Plugins and hooks of mkdocs.yml beside our own, which may change single pages."""
    config = load_config(str(settings.root / "mkdocs.yml"), docs_dir=str(settings.content))
    return "、".join(_others(config))


def lay_out(settings: Settings, rendered: Rendered, folder: Path) -> None:
    """Have MkDocs lay out every page of `rendered` in a folder; EngineError with what it said."""
    said = _Said()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    (settings.content / "pages").mkdir(exist_ok=True)
    try:
        with _leaving_nothing():
            _build(settings, rendered, folder)
    except Abort as abort:
        raise EngineError("\n".join(said.lines)) from abort
    finally:
        logger.removeHandler(said)


@contextmanager
def _leaving_nothing() -> Iterator[None]:
    """MkDocs' pages hold each other, with all their texts: see to it that they go.

    Copies of this process would keep them (`forks.py` freezes what is there). What was there before
    is frozen meanwhile, so that it need not be looked through.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()


def _build(settings: Settings, rendered: Rendered, folder: Path) -> None:
    config = load_config(
        str(settings.root / "mkdocs.yml"),
        docs_dir=str(settings.content / "pages"),
        site_dir=str(folder),
        strict=True,
    )
    config.extra[HANDED] = rendered
    if not _others(config):  # nobody knows what a plugin does with the theme
        _lighten(config.theme)
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build.build(config)
    config.plugins.on_shutdown()


def _others(config: MkDocsConfig) -> list[str]:
    names = (Path(name).name for name in config.plugins)  # hooks are among them, by their paths
    return [name for name in names if name != _HOOK]


def _lighten(theme: Theme) -> None:
    environment = theme.get_env

    def lighter() -> "jinja2.Environment":
        made = environment()
        lighten(made, theme.dirs)
        return made

    theme.get_env = lighter  # type: ignore[method-assign]


def serve_website(settings: Settings, address: str) -> None:
    """Serve a live preview on `host:port` until interrupted."""
    from mkdocs.commands import serve as mkdocs_serve  # a web server, of no use to a build

    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    (settings.content / "pages").mkdir(exist_ok=True)
    mkdocs_serve.serve(
        str(settings.root / "mkdocs.yml"),
        docs_dir=str(settings.content / "pages"),
        dev_addr=address,
    )


class _Said(logging.Handler):
    """Keeps warnings and errors, which in a strict build are the reason why it failed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
