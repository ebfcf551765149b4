"""Mistakes put into a copy of the real content, one a record, and what the check tells of each."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem
from generator.pipeline import check
from generator.settings import settings_for
from generator.wording.check import about_wording

ROOT = Path(__file__).resolve().parent.parent
_ENOUGH_LINES = 20


@dataclass(frozen=True)
class Seed:
    """One mistake: `after` in the place of `before`, or as a paragraph of its own.

    record: such as brands/da-zoufang; empty for any record.
    """

    after: str
    before: str = ""
    record: str = ""


class Seeded:
    """A copy of the real content in `folder`. untouched: its notices as it stands."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        shutil.copytree(ROOT / "content", folder / "content")
        self.untouched = self._notices()

    def told(self, seeds: list[Seed]) -> dict[Seed, list[Problem]]:
        """The notices that each mistake brings to its record."""
        content = self._folder / "content"
        records = sorted(
            path
            for path in content.glob("*/*/index.md")
            if path.read_text(encoding="utf-8").count("\n") > _ENOUGH_LINES
        )
        waiting = [
            (content / seed.record / "index.md" if seed.record else records[number], seed)
            for number, seed in enumerate(seeds)
        ]
        told: dict[Seed, list[Problem]] = {}
        while waiting:
            now = dict(reversed(waiting))
            waiting = [(path, seed) for path, seed in waiting if now[path] is not seed]
            told |= self._round(now)
        return {seed: told[seed] for seed in seeds}

    def _round(self, seeds: dict[Path, Seed]) -> dict[Seed, list[Problem]]:
        """Put in one mistake a record, check, and take them out again."""
        was = {path: path.read_text(encoding="utf-8") for path in seeds}
        for path, seed in seeds.items():
            assert seed.before in was[path], f"{path}: no {seed.before!r}"
            text = (
                was[path].replace(seed.before, seed.after, 1)
                if seed.before
                else f"{was[path].rstrip()}\n\n{seed.after}\n"
            )
            path.write_text(text, encoding="utf-8")
        known = {(notice.file, notice.code, notice.what) for notice in self.untouched}
        fresh = [n for n in self._notices() if (n.file, n.code, n.what) not in known]
        for path, text in was.items():
            path.write_text(text, encoding="utf-8")
        return {
            seed: [n for n in fresh if n.file == path.relative_to(self._folder).as_posix()]
            for path, seed in seeds.items()
        }

    def _notices(self) -> list[Problem]:
        return about_wording(check(settings_for(self._folder), decode=False, wording=True).notices)
