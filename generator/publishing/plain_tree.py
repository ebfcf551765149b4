"""The website as a plain Markdown tree: all that MkDocs and its kin need, and nothing of ours."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.errors import Hindered
from generator.rendering.outputs import Rendered
from generator.settings import THEME, Settings


def write_tree(
    rendered: Rendered, settings: Settings, folder: Path, more: Mapping[str, Any] | None = None
) -> None:
    """The tree in `folder`. more: what its mkdocs.yml says beside ours."""
    docs = folder / "docs"
    for page in rendered.pages:
        path = docs / page.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.content, encoding="utf-8")
    rendered.write_files(docs)
    renamed = rendered.config["extra"]["assets"]
    shutil.copytree(settings.root / THEME, folder / THEME)
    for uri in renamed:  # they lie in docs, under names made of their content
        (folder / THEME / uri).unlink()
    config = read_config(settings) | dict(rendered.config) | {"docs_dir": "docs"}
    config.pop("hooks", None)
    text = yaml.safe_dump(config | dict(more or {}), allow_unicode=True, sort_keys=False)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")


def read_config(settings: Settings) -> dict[str, Any]:
    """What the project's mkdocs.yml says; Hindered where only MkDocs would understand it."""
    try:
        text = (settings.root / "mkdocs.yml").read_text(encoding="utf-8")
        config: dict[str, Any] = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise Hindered(f"mkdocs.yml 里有只有 MkDocs 才懂的写法，没有继续：\n{error}") from error
    return config
