"""Misspelt words, fixed phrases, and the office's own list of terms."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from generator.errors import quoted
from generator.models.wording import Formulation, Term, Wording
from generator.wording.near import NearWords
from generator.wording.passage import HAN, Finding, Passage

_HERE = Path(__file__).parent
_COMMON = "常见错误"
_NOTHING = r"(?!)"
_SENTENCE_END = re.compile(r"[。！？\n]")


@dataclass(frozen=True)
class _Wrong:
    """A wrong word with what is told of it. since: not told of what happened before that day."""

    code: str
    better: str
    why: str
    source: str
    exceptions: tuple[str, ...] = ()
    since: date | None = None


class WordList:
    """Wrong words that one regular expression looks for at once."""

    def __init__(self, words: dict[str, _Wrong]) -> None:
        self._words = words
        self.pattern = re.compile(_alternatives(words) or _NOTHING)

    def find(self, text: str, on: date | None) -> Iterator[Finding]:
        for found in self.pattern.finditer(text):
            wrong = self._words[found.group()]
            sentence = _sentence(text, found.start(), found.end())
            is_excused = any(excuse in sentence for excuse in wrong.exceptions)
            if is_excused or (wrong.since and on and on < wrong.since):
                continue
            yield Finding(wrong.code, *found.span(), wrong.better, wrong.why, wrong.source)


def _alternatives(words: Iterable[str]) -> str:
    """The words by their first character, the longer ones first: quick to reject for `re`."""
    by_first = defaultdict(list)
    for word in sorted(words, key=lambda word: (-len(word), word)):
        by_first[word[0]].append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())


def _sentence(text: str, start: int, end: int) -> str:
    before = max((text.rfind(stop, 0, start) for stop in "。！？\n"), default=-1)
    after = _SENTENCE_END.search(text, end)
    return text[before + 1 : after.start() if after else len(text)]


# ---------------------------------------------------------------- spelling


@cache
def misspellings() -> WordList:
    words = {}
    for wrong, right, exceptions in _table():
        excuses = tuple(filter(None, exceptions.split("、")))
        why = f"应为“{right}”"
        words[wrong] = _Wrong("wording-spelling", right, why, "常见错别字", excuses)
    return WordList(words)


def _table() -> Iterator[tuple[str, str, str]]:
    for line in (_HERE / "misspellings.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            wrong, right, exceptions = (*line.split("\t"), "")[:3]
            yield wrong, right, exceptions


@cache
def phrases() -> NearWords:
    """Phrases in which no character may change: our list, and the right ones of the table."""
    lines = (_HERE / "phrases.txt").read_text(encoding="utf-8").splitlines()
    listed = {word for line in lines if not line.startswith("#") for word in line.split()}
    return NearWords({word for word in listed if len(word) > 3} | _right_phrases())


def _right_phrases() -> set[str]:
    return {right for _, right, _ in _table() if len(right) > 3}


def find_misspellings(passage: Passage) -> Iterator[Finding]:
    yield from misspellings().find(passage.own, passage.on)
    for start, end, word in phrases().find(passage.own):
        why = f"和固定的写法{quoted(word)}差了一点"
        yield Finding("wording-spelling", start, end, word, why, "常见错别字")


# A word may begin with the character that ends the word before it: 的的确确, 天天.
_TWICE = re.compile(
    rf"(?:的的(?!确)|了了(?!然|无)|是是(?!非)|和和(?![气美])|与与|把把|被被)(?=[{HAN}，。])"
)
_PHRASE_TWICE = re.compile(rf"([{HAN}]{{3,8}})\1")


def find_repeated(passage: Passage) -> Iterator[Finding]:
    """Small words and whole phrases that stand twice in a row."""
    for pattern in (_TWICE, _PHRASE_TWICE):
        for found in pattern.finditer(passage.own):
            whole = found.group()
            once = whole[: len(whole) // 2]
            yield Finding("wording-repeated", *found.span(), once, "连着写了两遍", _COMMON)


# ---------------------------------------------------------------- the office's list


@dataclass(frozen=True)
class OfficeWords:
    """`content/wording.yml`, ready to be looked for."""

    own: WordList
    quoted: WordList
    formulations: tuple[Formulation, ...]

    @classmethod
    def of(cls, wording: Wording | None) -> "OfficeWords":
        terms = wording.terms if wording else ()
        return cls(
            WordList(_wrong_words(term for term in terms if not term.in_quotes)),
            WordList(_wrong_words(term for term in terms if term.in_quotes)),
            wording.formulations if wording else (),
        )

    def find(self, passage: Passage) -> Iterator[Finding]:
        yield from self.own.find(passage.own, passage.on)
        yield from self.quoted.find(passage.shown, passage.on)
        for formulation in self.formulations:
            yield from _near_formulation(passage.shown, formulation)


def _wrong_words(terms: Iterable[Term]) -> dict[str, _Wrong]:
    return {
        wrong: _Wrong(
            "wording-term", term.better, term.why, term.source, term.exceptions, _since(term)
        )
        for term in terms
        for wrong in term.wrong
    }


def _since(term: Term) -> date | None:
    if not term.outdated or term.date.year is None:
        return None
    return date(term.date.year, term.date.month or 1, term.date.day or 1)


# One slip in so many characters is a slip of a formulation rather than something else.
_CHARACTERS_A_SLIP = 4


def _near_formulation(text: str, formulation: Formulation) -> Iterator[Finding]:
    """Places that begin and end like a formulation but differ inside, or leave something out.

    Longer ones are not looked for: 社会主义经济思想 is another formulation, not a slip of this one.
    """
    wanted = formulation.text
    size = len(wanted)
    for found in re.finditer(re.escape(wanted[:2]), text):
        start = found.start()
        if text.startswith(wanted, start):
            continue
        allowed = max(1, size // _CHARACTERS_A_SLIP)
        for length in range(size, size - allowed - 1, -1):
            written = text[start : start + length]
            if written[-2:] == wanted[-2:] and 0 < distance(written, wanted) <= allowed:
                why = f"和固定表述{quoted(wanted)}差了一点"
                source = formulation.source
                end = start + length
                yield Finding("wording-term", start, end, wanted, why, source)
                break


def distance(one: str, other: str) -> int:
    """How many characters must be changed, added or left out to make one text the other."""
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, wanted in enumerate(other, 1):
            previous, row[j] = (
                row[j],
                min(row[j] + 1, row[j - 1] + 1, previous + (char != wanted)),
            )
    return row[-1]
