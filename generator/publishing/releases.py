"""Former websites, kept beside the present one, and the way back to them.

`site.releases` holds them by number. `spare` in it is the one that went last: nobody comes back to
it, but its folder becomes the next website (`assembly.py`).
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.errors import Hindered, UsageError
from generator.publishing.manifest import MANIFEST, digest_of
from generator.publishing.replace import exchange, flush_names

_SPARE = "spare"
_NUMBER = re.compile(r"\d{4,}")
_FILES = re.compile(r"# files: (\d+)\n")


@dataclass(frozen=True, order=True)
class Release:
    """A website that was. made: when it was built, by the clock of the machine that did."""

    number: int
    folder: Path
    made: datetime
    files: int


def releases_of(target: Path) -> list[Release]:
    """The websites that are kept beside `target`, the newest first; nothing that is not ours."""
    return sorted(_found(_folder(target.resolve())), reverse=True)


def add(former: Path, target: Path) -> None:
    """Keep a website that was switched out."""
    folder = _folder(target)
    folder.mkdir(exist_ok=True)
    numbers = (int(path.name) for path in folder.iterdir() if _NUMBER.fullmatch(path.name))
    former.rename(folder / f"{max(numbers, default=0) + 1:04}")
    flush_names(folder)


def drop_oldest(target: Path, keep: int, *, spare: bool = False) -> None:
    """Remove the oldest beyond `keep`; never what is not a website of ours.

    spare: whether the newest of them becomes the spare, in the place of the former one.
    """
    gone = [release.folder for release in releases_of(target)[keep:]]
    place, former = _folder(target) / _SPARE, spare_of(target)
    if spare and gone and (former or not place.exists()):
        newest, *gone = gone
        if former:
            remove(former, target)
        newest.rename(place)
    for folder in gone:
        remove(folder, target)


def spare_of(target: Path) -> Path | None:
    """The folder of a former website that nobody comes back to, if there is one."""
    found = _release(_folder(target) / _SPARE, 0)
    return found.folder if found else None


def websites(target: Path) -> set[int]:
    """Inodes of the folders of the present website, the former ones and the spare."""
    folders = [target, *(each.folder for each in releases_of(target))]
    folders += [spare] if (spare := spare_of(target)) else []
    return {folder.stat().st_ino for folder in folders if folder.is_dir()}


def remove(folder: Path, target: Path) -> None:
    """Remove a website."""
    # Under a name that the next build sweeps away: a half one must not look like a whole.
    trash = Path(tempfile.mkdtemp(prefix=f"{target.name}.building-", dir=target.parent))
    folder.rename(trash / folder.name)
    shutil.rmtree(trash, ignore_errors=True)


def roll_back(target: Path, number: int | None = None) -> Release:
    """Let `target`, whose lock is ours, and a kept website change places.

    number: which one; None for the newest, so that twice rolled back is as before.
    """
    target = target.resolve()
    from generator.publishing.verify import Trusted, verify_folder

    kept = releases_of(target)
    if not kept:
        raise UsageError(f"{target} 旁边没有保留以前的网站，退不回去。")
    chosen = next((each for each in kept if number in {None, each.number}), None)
    if chosen is None:
        listed = "、".join(f"{each.number:04}" for each in kept)
        raise UsageError(f"没有编号 {number:04} 的网站。保留着的有：{listed}。")
    report = verify_folder(chosen.folder, Trusted())
    if report.findings or report.unreached:
        told = "\n".join(report.lines())
        raise Hindered(f"保留的网站 {chosen.number:04} 已经不完整，没有退回去：\n{told}")
    if not target.exists():
        chosen.folder.rename(target)
    elif not exchange(chosen.folder, target):
        former = target.with_name(f"{target.name}.former-{digest_in(chosen.folder)}")
        target.rename(former)
        chosen.folder.rename(target)
        former.rename(chosen.folder)
    flush_names(target.parent)
    flush_names(_folder(target))
    return chosen


def digest_in(folder: Path) -> str:
    """Names a website by its manifest; empty if it has none."""
    try:
        return digest_of((folder / MANIFEST).read_bytes())[:16]
    except (FileNotFoundError, NotADirectoryError):
        return ""


def _found(folder: Path) -> Iterator[Release]:
    for path in folder.iterdir() if folder.is_dir() else ():
        if _NUMBER.fullmatch(path.name) and (release := _release(path, int(path.name))):
            yield release


def _release(path: Path, number: int) -> Release | None:
    """None for what is not a website of ours."""
    manifest = path / MANIFEST
    if path.is_symlink() or not manifest.is_file():
        return None
    # All of it is read before it comes back; there may be 100,000 lines.
    with manifest.open(encoding="utf-8", errors="replace") as lines:
        head = _FILES.fullmatch(next(lines, ""))
    if not head:
        return None
    made = datetime.fromtimestamp(manifest.stat().st_mtime).astimezone()
    return Release(number, path, made, int(head[1]))


def _folder(target: Path) -> Path:
    return target.with_name(f"{target.name}.releases")
