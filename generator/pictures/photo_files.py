"""`zhanting photos`: any pictures → derivatives by the present recipe, for trying and measuring.

Knows nothing of records, so that the command starts at once.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from generator.errors import Problem, problem
from generator.pictures.cuts import Cut, Original, PhotoRefused
from generator.pictures.gate import PIXELS_IN_FLIGHT, Gate
from generator.pictures.originals import inspect
from generator.pictures.pixels import encode
from generator.settings import Recipe


def derive_files(
    files: Iterable[Path], to: Path, recipe: Recipe, jobs: int
) -> Iterator[tuple[Path, Original | Problem]]:
    """Write the whole-photo derivatives of any files as `<stem>-<width>.<suffix>`, in their order.

    Gives, for each file, what its header says, or the reason why it was refused; a refused file
    leaves nothing behind.
    """
    to.mkdir(parents=True, exist_ok=True)
    gate = Gate(PIXELS_IN_FLIGHT)

    def work(file: Path) -> Original | Problem:
        try:
            data = file.read_bytes()
            original = inspect(data)
            with gate.holding(original.decoded_pixels):
                made = list(encode(data, (Cut("full", None, recipe.widths),), recipe))
        except PhotoRefused as refused:
            facts = {"written": file.name, "folder": "", **refused.facts}
            return problem(refused.code, file.as_posix(), 1, **facts)
        except OSError:
            return problem("unreadable", file.as_posix(), 1, reason="没有这个文件，或系统不让读")
        for _, name, encoded in made:
            size, suffix = name.rsplit(".", 1)
            (to / f"{file.stem}-{size.split('x')[0]}.{suffix}").write_bytes(encoded)
        return original

    waiting = list(files)
    with ThreadPoolExecutor(jobs) as pool:
        yield from zip(waiting, pool.map(work, waiting), strict=True)
