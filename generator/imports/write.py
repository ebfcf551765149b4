"""Accepted drafts → folders under content/: all of them or none, never half of one."""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from generator.errors import UsageError
from generator.imports.trial import Examined, State
from generator.reading.folders import RECORD_FILE, relative
from generator.settings import Settings

# `load` passes over names that begin with a dot.
_STAGING = ".import-"


def write(examined: Iterable[Examined], settings: Settings) -> tuple[str, ...]:
    """Write the new ones; returns their files, relative to the project.

    Each folder is made whole beside its place and put there by one rename. When one cannot be,
    those before it are taken away again. What lies there already is never touched.
    """
    new = [each for each in examined if each.state is State.NEW]
    if not new:
        return ()
    for left in settings.content.glob(f"{_STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)
    staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=settings.content))
    placed: list[Path] = []
    try:
        for number, each in enumerate(new):
            folder = staging / str(number)
            folder.mkdir()
            (folder / RECORD_FILE).write_text(each.text, encoding="utf-8", newline="\n")
            for name, data in each.files.items():
                (folder / name).write_bytes(data)
        for number, each in enumerate(new):
            _refuse_taken(each.bundle)
            each.bundle.parent.mkdir(exist_ok=True)
            (staging / str(number)).rename(each.bundle)
            placed.append(each.bundle)
    except BaseException:
        for bundle in placed:
            shutil.rmtree(bundle, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return tuple(relative(settings, each.bundle / RECORD_FILE) for each in new)


def _refuse_taken(bundle: Path) -> None:
    if bundle.exists():
        raise UsageError(f"{bundle} 刚刚被别人建好了，这次什么也没有写。请再导入一次。")
