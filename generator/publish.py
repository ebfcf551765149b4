"""Writing what was made: built beside its place, then swapped in; never half."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from generator.errors import UsageError
from generator.manifest import MANIFEST, manifest_of
from generator.outputs import Output, Rendered
from generator.settings import Settings

STALE_SECONDS = 24 * 3600


@contextmanager
def staged(target: Path, *, is_ours: bool = False) -> Iterator[Path]:
    """A new folder beside `target` that takes its place when the block ends well.

    A folder that we did not make is never replaced: it must be empty, hold our manifest, or be
    known as ours. When the block raises, the new folder goes and `target` stays as it was.
    """
    target = target.absolute()
    _tidy(target)
    if target.exists() and not is_ours:
        if not target.is_dir():
            raise UsageError(f"{target} 是一个文件，不能当作输出文件夹。")
        if any(target.iterdir()) and not (target / MANIFEST).is_file():
            raise UsageError(f"{target} 里有别的文件，不会覆盖。请换一个空文件夹。")
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{target.name}.building-", dir=target.parent))
    folder.chmod(0o755)  # mkdtemp makes it private; a web server must be able to read it
    try:
        yield folder
        _swap(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tidy(target: Path) -> None:
    """Mend what a killed build left: an old website moved aside, folders half built."""
    for former in sorted(target.parent.glob(f"{target.name}.former-*")):
        if not target.exists():
            former.rename(target)
    for left in target.parent.glob(f"{target.name}.*-*"):
        # A younger one may belong to a build that is still running.
        is_ours = left.name.startswith((f"{target.name}.building-", f"{target.name}.former-"))
        if is_ours and time.time() - left.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _swap(new: Path, target: Path) -> None:
    """Put `new` in the place of `target`; between the two renames lies less than a millisecond."""
    former = new.with_name(new.name.replace(".building-", ".former-"))
    if target.exists():
        target.rename(former)
    try:
        new.rename(target)
    except OSError:
        if former.exists():
            former.rename(target)
        raise
    shutil.rmtree(former, ignore_errors=True)


def write_manifest(folder: Path) -> None:
    """`SHA256SUMS` of every file; `sha256sum -c` checks it."""
    (folder / MANIFEST).write_text(manifest_of(folder).text(), "utf-8", newline="\n")


def write_tree(rendered: Rendered, settings: Settings, folder: Path) -> None:
    """The Markdown tree in `folder`, with all that MkDocs alone needs to build the website."""
    docs = folder / "docs"
    for page in rendered.pages:
        path = docs / page.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.content, encoding="utf-8")
    for file in rendered.copied:
        path = docs / file.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.path, path)
    for made in rendered.made:
        path = docs / made.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.content)
    pages = settings.content / "pages"
    if pages.is_dir():
        shutil.copytree(pages, docs, dirs_exist_ok=True)
    shutil.copytree(settings.root / "theme_overrides", folder / "theme_overrides")
    config: dict[str, Any] = yaml.safe_load(
        (settings.root / "mkdocs.yml").read_text(encoding="utf-8")
    )
    config |= rendered.config
    config["docs_dir"] = "docs"
    del config["hooks"]
    text = yaml.safe_dump(config, allow_unicode=True, sort_keys=False)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")


def problem_page(permalink: str, file: str) -> Output:
    """What stands in the preview where a faulty record's page would be."""
    body = (
        f'<div class="zt"><h1>这一页有问题</h1><p>{file} 改好并保存后，这里会自动刷新。</p></div>'
    )
    return Output(f"{permalink}index.md", {"title": "这一页有问题", "section": ""}, body, file)
