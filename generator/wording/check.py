"""What there is to say of the wording of the whole content, as notices.

What was found in a file is kept between runs, with all that decided it: its text, the office's
words, the names of all records, and which 街道办事处 are written in full anywhere. The rules
themselves (rules.py) are only loaded for a text that is new.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from generator.errors import Asked, Problem, everything, problem
from generator.keeping.memo import Memo
from generator.keeping.store import Store
from generator.messages import MESSAGES, WORDING
from generator.models.wording import Wording
from generator.reading.raw import Page, RawRecord
from generator.reading.texts import paragraphs, texts_of
from generator.relating.entry import Entry

if TYPE_CHECKING:
    from generator.wording.names import Offices
    from generator.wording.rules import Rules

# More notices than these are told as one, so that `check` stays readable.
MOST_SHOWN = 8

_Notices = tuple[Problem, ...]


def check_wording(
    entries: Sequence[Entry],
    website: RawRecord | None,
    pages: Sequence[Page],
    wording: Wording | None,
    store: Store | None = None,
    only: Asked = everything,
) -> list[Problem]:
    """All notices about the wording of sound records, the website's settings and its own pages.

    only: whether a file is asked about.
    """
    look = _Look(entries, wording, store)
    told = [look.at_record(entry) for entry in entries if only(entry.file)]
    told += [look.at_page(page) for page in pages if only(page.file)]
    if website and only(website.file):
        told.append(look.at_website(website))
    others = [*(page.file for page in pages), *([website.file] if website else [])]
    look.finish([*(entry.file for entry in entries), *others])
    return [notice for notices in told for notice in notices]


class _Look:
    def __init__(
        self, entries: Sequence[Entry], wording: Wording | None, store: Store | None
    ) -> None:
        self._entries = entries
        self._wording = wording
        names = sorted((entry.kind, *entry.face.names) for entry in entries)
        self._context = repr((wording, names)).encode()
        self._kept = Memo(store, "wording")
        self._offices = Memo(store, "offices")

    def at_record(self, entry: Entry) -> _Notices:
        short, _ = self._offices_of(entry)
        in_full = self._in_full.intersection(short) if short else frozenset()
        written = (repr(sorted(in_full)).encode(), entry.marks.written)
        return self._notices(
            entry.file, written, lambda: tuple(self._rules.of_record(entry, in_full))
        )

    def at_page(self, page: Page) -> _Notices:
        texts = paragraphs(page.file, page.text, 1)
        return self._notices(
            page.file, (page.text.encode(),), lambda: tuple(self._rules.of_texts(texts))
        )

    def at_website(self, website: RawRecord) -> _Notices:
        written = (repr(website.data).encode(),)
        return self._notices(
            website.file, written, lambda: tuple(self._rules.of_texts(texts_of(website)))
        )

    def finish(self, files: Sequence[str]) -> None:
        """Keep what was found; of files that are there no more, nothing."""
        self._kept.finish(files)
        self._offices.finish(files)

    def _notices(
        self, file: str, written: Iterable[bytes], make: Callable[[], _Notices]
    ) -> _Notices:
        mark = blake2b(self._context, digest_size=16)
        for each in written:
            mark.update(b"%d " % len(each) + each)
        found: _Notices = self._kept.get(file, mark.digest(), make)
        return found

    @cached_property
    def _rules(self) -> "Rules":
        from generator.wording.rules import Rules

        return Rules(self._wording, (entry.face for entry in self._entries))

    def _offices_of(self, entry: Entry) -> "Offices":
        found: Offices = self._offices.get(
            entry.file, entry.marks.written, lambda: self._rules.offices_of(entry)
        )
        return found

    @cached_property
    def _in_full(self) -> frozenset[str]:
        """Each 街道 whose 办事处 is written in full anywhere."""
        return frozenset(street for entry in self._entries for street in self._offices_of(entry)[1])


def about_wording(notices: Iterable[Problem]) -> list[Problem]:
    """Those that the wording check gave, and its waivers that fit nothing any more."""
    return [notice for notice in notices if notice.code.startswith((WORDING, "waiver-"))]


def condensed(notices: Sequence[Problem]) -> list[Problem]:
    """The notices, with those about wording told as one when there are many."""
    wording = [notice for notice in notices if notice.code.startswith(WORDING)]
    if len(wording) <= MOST_SHOWN:
        return list(notices)
    kinds = Counter(MESSAGES[notice.code].title for notice in wording).most_common()
    told = "、".join(f"{title} {count}" for title, count in kinds)
    first = min(wording)
    one = problem("wording-many", first.file, first.line, count=len(wording), kinds=told)
    return [*(notice for notice in notices if not notice.code.startswith(WORDING)), one]
