"""One text file of `content/` → its text, its data and its body; Refused where it has none.

Every scalar stays text (YAML 1.1 would turn `no`, `010` and `12:30` into something else);
`validate` gives it its meaning.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from generator.errors import Problem, Refused, problem
from generator.models.fields import Component, fields_of, names_by_key
from generator.reading.encoding import decode
from generator.reading.files import MAX_TEXT_BYTES, TooLarge, Unreadable, open_folder, read
from generator.reading.folders import RECORD_FILE, relative
from generator.reading.frontmatter import FrontMatter, RawMap
from generator.reading.raw import Bundle, Page, RawRecord
from generator.settings import Settings

# Three hyphens, and what Word and some input methods make of them.
_FENCE = re.compile(r"^[^\S\n]*[-—–－─_=]{2,}[^\S\n]*$", re.MULTILINE)


def read_record(settings: Settings, bundle: Bundle, problems: list[Problem]) -> RawRecord:
    """The record that a folder holds. Raises Refused."""
    model, file = bundle.model, f"{relative(settings, bundle.folder)}/{RECORD_FILE}"
    with _refusing(file), open_folder(settings.content, bundle.folder) as folder:
        written, seen = folder.read_seen(RECORD_FILE, MAX_TEXT_BYTES)
    head, body, body_line = _split(decode(written, file, problems), file)
    data = FrontMatter(file, 2, _known_keys(model)).parse(head, problems)
    return RawRecord(
        *(model, file, bundle.folder, data, body, body_line),
        head=head,
        names=bundle.names,
        files=bundle.files,
        seen=seen,
    )


def read_data(
    settings: Settings, path: Path, model: type[Component], problems: list[Problem]
) -> RawMap:
    """The data of a file that is all front matter. Raises Refused."""
    file = relative(settings, path)
    text = read_text(settings, path, file, problems)
    return FrontMatter(file, 1, _known_keys(model)).parse(text, problems)


def read_page(settings: Settings, path: Path, page: Page, problems: list[Problem]) -> Page:
    """Another version of a hand-written page, wherever that lies below the content.

    Raises Refused.
    """
    file = relative(settings, path)
    return replace(page, file=file, text=read_text(settings, path, file, problems))


def read_text(settings: Settings, path: Path, file: str, problems: list[Problem]) -> str:
    """The clean text of a file; raises `Refused` if it is no text."""
    with _refusing(file):
        raw = read(settings.content, path, MAX_TEXT_BYTES)
    return decode(raw, file, problems)


@contextmanager
def _refusing(file: str) -> Iterator[None]:
    try:
        yield
    except TooLarge as error:
        size = f"{error.size / 1048576:.1f} MB"
        raise Refused(problem("too-large", file, 1, size=size, limit="1 MB")) from error
    except Unreadable as error:
        raise Refused(problem("unreadable", file, 1, reason=error.reason)) from error


def seeming_name(settings: Settings, path: Path) -> str:
    """The name in a file that cannot be read as a whole, so that others may still refer to it."""
    try:
        data = read(settings.content, path, MAX_TEXT_BYTES)
    except (Unreadable, TooLarge):
        data = b""
    text = data.decode("utf-8", errors="replace")
    found = re.search(r"^(?:名称|name)[ \t]*[:：][ \t]*(\S.{0,200})$", text, flags=re.M)
    return found[1].strip(" \t\"'") if found else path.parent.name


def _split(text: str, file: str) -> tuple[str, str, int]:
    """(front matter, body, line of the body)."""
    opened = _FENCE.match(text)
    if opened is None:
        raise Refused(problem("no-front-matter", file, 1))
    _check_fence(opened, file)
    closed = _FENCE.search(text, opened.end())
    if closed is None:
        raise Refused(problem("front-matter-open", file, 1))
    _check_fence(closed, file)
    head = text[opened.end() + 1 : closed.start()].removesuffix("\n")
    return head, text[closed.end() + 1 :], text.count("\n", 0, closed.end()) + 2


def _check_fence(found: re.Match[str], file: str) -> None:
    if found[0].rstrip() != "---":
        number = found.string.count("\n", 0, found.start()) + 1
        raise Refused(problem("fence", file, number, written=found[0].strip()))


@cache
def _known_keys(model: type[Component]) -> frozenset[str]:
    """Every key that may stand anywhere in a file of this model, in both languages."""
    known: set[str] = set()
    waiting = [model]
    seen: set[type[Component]] = set()
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            known.update(names_by_key(current))
            waiting += [spec.component for spec in fields_of(current).values() if spec.component]
    return frozenset(known)
