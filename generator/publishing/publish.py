"""Writing what was made: built beside its place, checked, then switched in; never half.

Beside a website `site` there may lie `site.lock` (who writes it), `site.building-…` (not finished),
`site.switching-…` and `site.former-…` (for an instant), and `site.releases` (`releases.py`).
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import UsageError
from generator.publishing import releases
from generator.publishing.lock import locked
from generator.publishing.manifest import MANIFEST, manifest_of
from generator.publishing.releases import digest_in
from generator.publishing.replace import exchange, flush, flush_names

_BUILDING, _SWITCHING, _FORMER = ".building-", ".switching-", ".former-"


@contextmanager
def workplace(target: Path, *, is_ours: bool = False, wait: float = 0) -> Iterator[Path]:
    """A new folder beside `target`, for `put_in_place`; goes when the block ends, however it ends.

    While it is there, nobody else writes `target`. A folder that we did not make is refused: it
    must be empty, hold our manifest, or be known as ours. wait: seconds to wait for another writer.
    """
    target = target.resolve()
    with locked(target, wait=wait):
        mend(target)
        if target.exists() and not is_ours:
            if not target.is_dir():
                raise UsageError(f"{target} 是一个文件，不能当作输出文件夹。")
            if any(target.iterdir()) and not (target / MANIFEST).is_file():
                raise UsageError(f"{target} 里有别的文件，不会覆盖。请换一个空文件夹。")
        folder = Path(tempfile.mkdtemp(prefix=f"{target.name}{_BUILDING}", dir=target.parent))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def put_in_place(
    folder: Path, target: Path, *, keep: int = 0, spare: bool = False, has_modes: bool = False
) -> bool:
    """Switch a finished folder in; False if the same website, untouched, is there already.

    folder: in a workplace, or one itself. keep: how many former websites stay for `rollback`.
    spare: whether the one that would go then stays as the spare (`releases.py`).
    has_modes: its files can be read by everybody and written by nobody else.
    """
    target = target.resolve()
    digest, former_digest = digest_in(folder), digest_in(target)
    if digest and digest == former_digest and _is_sound(target):
        return False
    if not has_modes:
        _set_modes(folder)
    new = target.with_name(f"{target.name}{_SWITCHING}{digest}")
    folder.rename(new)
    try:
        flush(new)
        former = _switch(new, target)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        raise
    # The new website is in its place. What goes wrong from here on, the next build mends.
    with suppress(OSError):
        flush_names(target.parent)
        if former:
            # The same website again means that somebody had touched it: nothing to come back to.
            _put_away(former, target, is_kept=(keep > 0 or spare) and digest != former_digest)
        releases.drop_oldest(target, keep, spare=spare)
    return True


def mend(target: Path) -> None:
    """Put right what a killed build left beside `target`, whose lock is ours."""
    for left in sorted(target.parent.iterdir() if target.parent.is_dir() else ()):
        if left.name.startswith(f"{target.name}{_FORMER}") and not target.exists():
            left.rename(target)
        elif left.name.startswith(tuple(f"{target.name}{kind}" for kind in (_FORMER, _SWITCHING))):
            # Either the old website, switched out, or a new one that never was switched in.
            present = digest_in(target)
            was_switched = left.name.endswith(f"-{present}")
            _put_away(left, target, is_kept=was_switched and digest_in(left) != present)
        elif left.name.startswith(f"{target.name}{_BUILDING}"):
            shutil.rmtree(left, ignore_errors=True)


def _switch(new: Path, target: Path) -> Path | None:
    """Put `new` in the place of `target`; where the old website lies now, if there was one."""
    if not target.exists() or not any(target.iterdir()):
        with suppress(FileNotFoundError):
            target.rmdir()
        new.rename(target)
        return None
    if exchange(new, target):
        return new
    former = new.with_name(new.name.replace(_SWITCHING, _FORMER))
    target.rename(former)
    try:
        new.rename(target)
    except OSError:
        former.rename(target)
        raise
    return former


def _put_away(former: Path, target: Path, *, is_kept: bool) -> None:
    if is_kept and (former / MANIFEST).is_file():
        releases.add(former, target)
    else:
        releases.remove(former, target)


def _is_sound(target: Path) -> bool:
    """Whether a website is what its manifest says, every byte of it; a changed one is put right."""
    from generator.publishing.verify import Trusted, verify_folder

    report = verify_folder(target, Trusted())
    return not report.findings and not report.unreached


def _set_modes(folder: Path) -> None:
    """Readable for a web server and the same for everybody who builds; Windows has other rules."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def write_manifest(folder: Path) -> None:
    """`SHA256SUMS` of every file; `sha256sum -c` checks it."""
    (folder / MANIFEST).write_text(manifest_of(folder).text(), "utf-8", newline="\n")
