"""What can lay out pages by the theme: MkDocs, its fork ProperDocs, or Zensical.

MkDocs runs in this process (`mkdocs_run.py`). The other two are programs of their own: each is
handed the plain tree that `zhanting render` writes, with only the pages that it is asked for, and
what it makes of them is taken out of its website. Which one is at work changes nothing else.
"""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import escape

from generator.errors import Hindered
from generator.rendering.layout import Engine, EngineError
from generator.rendering.outputs import Rendered, html_uri
from generator.settings import THEME, Settings

_HOOK = "mkdocs_hook.py"


@dataclass(frozen=True)
class MkDocs:
    """The engine that we use; what takes long to load is loaded when it is asked for."""

    name: str = "mkdocs"  # its version is among those of our libraries (`code_key`)

    def strangers(self, settings: Settings) -> str:
        from generator import mkdocs_run

        return mkdocs_run.strangers(settings)

    def lay_out(self, settings: Settings, rendered: Rendered, folder: Path) -> None:
        from generator import mkdocs_run

        mkdocs_run.lay_out(settings, rendered, folder)

    def escape(self, text: str) -> str:
        return str(escape(text))


@dataclass(frozen=True)
class ProperDocs:
    """Gives the same bytes as MkDocs, and runs its plugins and hooks."""

    name: str

    def strangers(self, settings: Settings) -> str:
        return "、".join(Path(name).name for name in (*_plugins(settings), *_hooks(settings)))

    def lay_out(self, settings: Settings, rendered: Rendered, folder: Path) -> None:
        hooks = [str(settings.root / name) for name in _hooks(settings)]
        command = ("properdocs", "build", "--strict", "--quiet", "--config-file", "mkdocs.yml")
        _run(command, settings, rendered, folder, hooks=hooks)

    def escape(self, text: str) -> str:
        return str(escape(text))


# As MiniJinja writes text into HTML, which Zensical's templates are read by.
_MINIJINJA = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "/": "&#x2f;"}
)


@dataclass(frozen=True)
class Zensical:
    """Gives the same pages in other letters: entities and relative addresses, spelt its own way."""

    name: str

    def strangers(self, settings: Settings) -> str:
        if others := (*_plugins(settings), *_hooks(settings)):
            names = "、".join(Path(name).name for name in others)
            raise EngineError(
                f"Zensical 不运行 mkdocs.yml 里的插件和钩子，这里有 {names}。\n"
                "请用 --engine mkdocs 或 --engine properdocs，或者把它们从 mkdocs.yml 里去掉。"
            )
        return ""

    def lay_out(self, settings: Settings, rendered: Rendered, folder: Path) -> None:
        # Of itself it would look through every body for emoji, formulas, tabs and much more.
        command = ("zensical", "build", "--strict", "--config-file", "mkdocs.yml")
        _run(command, settings, rendered, folder, markdown_extensions=[])

    def escape(self, text: str) -> str:
        return text.translate(_MINIJINJA)


MKDOCS = MkDocs()


def engine_named(name: str) -> Engine:
    """One of `ENGINES`; Hindered if it is not installed."""
    if name == MKDOCS.name:
        return MKDOCS

    from importlib.metadata import PackageNotFoundError, version  # takes long to load

    kind = ProperDocs if name == "properdocs" else Zensical
    try:
        return kind(f"{name} {version(name)}")
    except PackageNotFoundError as error:
        raise Hindered(f"用 {kind.__name__} 还要装几个库。运行：make engines") from error


def _run(
    command: Iterable[str], settings: Settings, rendered: Rendered, folder: Path, **config: Any
) -> None:
    """Run a program over a tree of these pages; put what it made of them into `folder`.

    config: what its mkdocs.yml says beside ours.
    """
    import subprocess
    import tempfile

    from generator.publishing.plain_tree import write_tree

    module, *arguments = command
    with tempfile.TemporaryDirectory(prefix="tree-", dir=folder.parent) as name:
        tree = Path(name)
        write_tree(rendered, settings, tree, config)
        done = subprocess.run(
            # -P: nothing that lies in the tree is ever taken for a module.
            [sys.executable, "-P", "-m", module, *arguments],
            cwd=tree,
            env={**os.environ, "NO_COLOR": "1", "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
        if done.returncode:
            raise EngineError(_said(done.stdout, done.stderr))
        _take(tree, {html_uri(page.uri) for page in rendered.pages}, folder)


def _take(tree: Path, pages: set[str], folder: Path) -> None:
    """Take pages and our theme's own files from the website; the rest nobody asked for.

    That is 3 MB of scripts and styles of the theme that ours takes the place of, or a search index.
    """
    website = tree / "site"
    files = {path.relative_to(tree / THEME).as_posix() for path in (tree / THEME).rglob("*")}
    for uri in sorted(pages | files):
        made = website / uri
        if uri in pages and not made.is_file():
            raise EngineError(f"没有生成 {uri}")
        # A template may come out empty, as that of the sitemap, which is ours.
        if made.is_file() and made.stat().st_size:
            (folder / uri).parent.mkdir(parents=True, exist_ok=True)
            made.replace(folder / uri)


def _said(out: str, complaint: str) -> str:
    """What a program said when it failed, without the lines of its code that Python tells."""
    lines = [line for line in out.splitlines() if line.strip()]
    told, trace, failure = complaint.rpartition("Traceback (most recent call last):\n")
    if trace:
        lines += told.splitlines() + failure.splitlines()[-1:]
    else:
        lines += complaint.splitlines()
    return "\n".join(lines)


# ---------------------------------------------------------------- mkdocs.yml


def _plugins(settings: Settings) -> list[str]:
    # MkDocs has a search of its own where nothing is said.
    plugins = _config(settings).get("plugins", ["search"]) or ()
    return [name for each in plugins for name in (each if isinstance(each, dict) else [each])]


def _hooks(settings: Settings) -> list[str]:
    return [name for name in _config(settings).get("hooks") or () if Path(name).name != _HOOK]


def _config(settings: Settings) -> dict[str, Any]:
    from generator.publishing.plain_tree import read_config

    return read_config(settings)
