"""search/index.json: what the browser reads first, and the table from traditional to simplified."""

import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from generator.models import KINDS
from generator.text.normalize import flat, rules, simplified

VERSION = 1  # of the files' layout; goes up with it
Synonyms = Mapping[str, tuple[str, ...]]


def manifest(facts: Mapping[str, object], synonyms: Synonyms) -> bytes:
    """facts: sizes and hashes of this index. synonyms: word → others, beside our own table."""
    told = {
        **facts,
        "version": VERSION,
        "kinds": [[kind.folder, kind.kind, kind.label] for kind in KINDS.values()],
        "synonyms": _groups(_own_synonyms(), synonyms),
        "rules": {key: value for key, value in rules().items() if key not in ("_", "surnames")},
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@cache
def _own_synonyms() -> Synonyms:
    text = (Path(__file__).parent / "synonyms.json").read_text(encoding="utf-8")
    groups: list[list[str]] = json.loads(text)["groups"]
    return {group[0]: tuple(group[1:]) for group in groups}


def _groups(*tables: Synonyms) -> list[list[str]]:
    """Groups of words that mean the same, in normal form; words of one meaning in one group."""
    groups = [
        list(dict.fromkeys(filter(None, map(flat, (word, *others)))))
        for table in tables
        for word, others in sorted(table.items())
    ]
    return [group for group in groups if len(group) > 1]


def traditional_table(held: Collection[str]) -> bytes:
    """Two lines, traditional characters and their simplified forms: those that the index holds."""
    pairs = [(old, new) for old, new in simplified().items() if new in held]
    lines = ["".join(old for old, _ in pairs), "".join(new for _, new in pairs)]
    return "\n".join(lines).encode()
