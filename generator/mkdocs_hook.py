"""Hands the generated pages to MkDocs; makes no decisions.

Any MkDocs loads this file as a hook, so `mkdocs build` and `mkdocs serve` work by themselves;
`zhanting build` and `zhanting serve` start one of their own (`mkdocs_run.py`).
"""

import os
import sys
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
# While it imports a hook, MkDocs has the hook's own folder on sys.path (and nothing for ours):
# `import text` would find a room of ours there.
sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != _ROOT / "generator"]
if str(_ROOT) not in sys.path:
    sys.path.insert(0, str(_ROOT))

from mkdocs.config.defaults import MkDocsConfig  # noqa: E402
from mkdocs.exceptions import PluginError  # noqa: E402
from mkdocs.structure.files import File, Files  # noqa: E402

from generator import pipeline  # noqa: E402
from generator.errors import ContentError  # noqa: E402
from generator.mkdocs_run import HANDED  # noqa: E402
from generator.rendering.outputs import Rendered  # noqa: E402
from generator.settings import Settings, settings_for  # noqa: E402

_DOCS_DIR = "zhanting_docs_dir"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make all pages, and tell MkDocs the name of the website and its menu."""
    rendered: Rendered | None = config.extra.get(HANDED)
    serving = _is_serving(config)
    settings = _settings(config, drafts=serving)
    if rendered is None:
        rendered = _make(settings, serving)
        config.extra[HANDED] = rendered
    # MkDocs follows links and publishes whatever lies in docs_dir; so it is shown an empty one, and
    # hand-written pages come from us like all others.
    empty = settings.cache / "nothing"
    empty.mkdir(parents=True, exist_ok=True)
    config.extra[_DOCS_DIR] = config.docs_dir
    config.docs_dir = str(empty)
    values: dict[str, Any] = dict(rendered.config)
    config.extra.update(values.pop("extra"))
    if serving or not values["site_url"]:
        del values["site_url"]
    config.load_dict(values)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages and files (later events would be too late for other plugins).

    Material's own scripts and styles, 3 MB of them, are asked for by no page of ours and stay out;
    so do ours under their plain names (`hashed.py`).
    """
    rendered: Rendered = config.extra.pop(HANDED)
    config.docs_dir = config.extra.pop(_DOCS_DIR)
    unused = tuple(f"{Path(folder)}{os.sep}" for folder in config.theme.dirs[1:])
    renamed = config.extra["assets"]
    for theirs in list(files):
        if str(theirs.abs_src_path).startswith(unused) or theirs.src_uri in renamed:
            files.remove(theirs)
    for page in rendered.pages:
        files.append(File.generated(config, page.uri, content=page.content))
    for file in rendered.copied:
        files.append(File.generated(config, file.uri, abs_src_path=str(file.path)))
    for made in rendered.made:
        files.append(File.generated(config, made.uri, content=made.content))
    return files


def on_serve(server: Any, config: MkDocsConfig, builder: Any) -> Any:
    """Rebuild when a record, a template or the theme is saved, not only a hand-written page."""
    settings = _settings(config)
    templates = _ROOT / "generator" / "rendering" / "templates"
    for folder in (settings.content, templates, *config.theme.dirs[:1]):
        server.watch(str(folder))
    return server


def _settings(config: MkDocsConfig, *, drafts: bool = False) -> Settings:
    # docs_dir is content/pages, so its parent is the content.
    root = Path(config.config_file_path or "mkdocs.yml").parent
    return settings_for(root, Path(config.docs_dir).parent, drafts=drafts)


def _is_serving(config: MkDocsConfig) -> bool:
    # Hooks are loaded anew for every rebuild and hear of the command only at the first; but
    # `serve` always sets the address that it listens on.
    return bool(config.site_url) and str(config.site_url).startswith(f"http://{config.dev_addr}/")


def _make(settings: Settings, serving: bool) -> Rendered:
    if not serving:
        try:
            return pipeline.prepare(settings)
        except ContentError as error:
            raise PluginError(f"内容有 {len(error.problems)} 个问题：\n{error}") from error
    rendered, problems = pipeline.preview(settings)
    # Not through MkDocs' log: in strict mode an error there would end the rebuild.
    for problem in problems:
        print(problem, file=sys.stderr, flush=True)
    return rendered
