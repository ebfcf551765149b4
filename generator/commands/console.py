"""What commands share on their way to the reader: exit codes, problems, progress, a question."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import IO

from generator.errors import Problem

DONE, PROBLEMS, USAGE, UNSURE = 0, 1, 2, 3


class Progress:
    """One line on a terminal that tells how far each stage is; silent elsewhere."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> Callable[[str, int, int], None]:
        return self._tell

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self._shown and total:
            bar = "█" * (20 * done // total)
            print(f"\r\x1b[K{stage} {bar:<20} {done}/{total}", end="", file=sys.stderr, flush=True)


def print_problems(problems: Sequence[Problem], to: IO[str], *, is_import: bool = False) -> None:
    paint = _painter(to)
    faults = [found for found in problems if not found.is_notice]
    for found in problems:
        where, rest = str(found).split("\n", 1)
        print(paint("1;33" if found.is_notice else "1;31", where), rest, "", sep="\n", file=to)
    if faults and is_import:
        print(paint("1", f"共 {len(faults)} 个问题，有问题的行没有写入。"), file=to)
    elif faults:
        files = len({found.file for found in faults})
        told = f"共 {len(faults)} 个问题，在 {files} 个文件里。改好后再检查一次。"
        print(paint("1", told), file=to)


def is_confirmed(yes: bool, question: str) -> bool:
    """Whether to go on: --yes, or y on a terminal; where nobody can be asked, no."""
    if yes or not sys.stdin.isatty():
        return yes
    return input(f"{question}[y/N] ").strip().lower() in {"y", "yes", "是"}


def _painter(to: IO[str]) -> Callable[[str, str], str]:
    """Colour for terminals (unless NO_COLOR is set, no-color.org); plain text elsewhere."""
    if to.isatty() and not os.environ.get("NO_COLOR"):
        return lambda code, text: f"\x1b[{code}m{text}\x1b[0m"
    return lambda code, text: text
