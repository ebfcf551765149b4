"""References: every one in a record or a body, and what it leads to."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from generator.errors import Problem, problem, shown
from generator.models import KINDS
from generator.models.values import Reference, To
from generator.reading.raw import Page
from generator.reading.validate import Loc, Origin
from generator.relating.catalog import Names, fold
from generator.relating.entry import Entry, Naming
from generator.text.links import is_outward, page_permalink, refusal
from generator.text.suggest import did_you_mean

# A page has no list of photos to move a photo to.
_PAGE_CODES = {"body-photo": "page-photo"}


class Place(Protocol):
    """Something in which references stand: an entry, or a file with its origin."""

    @property
    def origin(self) -> Origin: ...


@dataclass(frozen=True)
class Written:
    """A file that is no record's."""

    origin: Origin


class Resolver:
    """Looks up references and tells those that lead nowhere.

    unsure, hidden: folded names of records that have problems, or may not be published.
    is_lenient: what leads nowhere is taken for hidden.
    """

    def __init__(
        self,
        names: Names,
        unsure: frozenset[str],
        drafts: bool,
        hidden: frozenset[str] = frozenset(),
        *,
        is_lenient: bool = False,
    ) -> None:
        self.names = names
        self.unsure = unsure
        self.drafts = drafts
        self.hidden = hidden
        self.is_lenient = is_lenient
        self._problems: list[Problem] = []

    def taken(self) -> list[Problem]:
        """What was told since this was asked last."""
        taken, self._problems = self._problems, []
        return taken

    def resolve(self, place: Place, loc: Loc, reference: Reference) -> Entry | None:
        to = reference.to
        if reference.is_outside:
            return None
        found = self.names.find(reference.text, to.kinds)
        if to.is_mention:
            sure = len(found) == 1 and (self.drafts or not found[0].face.draft)
            return found[0] if sure else None
        if len(found) == 1:
            if found[0].face.draft and not self.drafts:
                self._tell(place, loc, "draft-reference", reference, target=found[0].file)
                return None
            return found[0]
        if found:
            listed = shown(f"{entry.face.label}“{entry.slug}”" for entry in found)
            self._tell(
                place, loc, "ambiguous-reference", reference, found=listed, example=found[0].slug
            )
        elif fold(reference.text) in self.hidden or self.is_lenient:
            # An open reference is often a plain name, which is nothing to tell.
            if not to.is_open or fold(reference.text) in self.hidden:
                self._tell(place, loc, "unpublished-reference", reference)
        elif fold(reference.text) not in self.unsure:
            self._not_found(place, loc, reference)
        return None

    def _not_found(self, place: Place, loc: Loc, reference: Reference) -> None:
        to = reference.to
        pieces = [piece for piece in re.split("[、，,；;]", reference.text) if piece.strip()]
        if len(pieces) > 1 and any(self.names.find(piece, to.kinds) for piece in pieces):
            self._tell(place, loc, "several-in-one", reference)
            return
        known = self.names.written(to.kinds)
        near = did_you_mean(reference.text, known, 0.85 if to.is_open else 0.55)
        if to.is_open and not near:
            self._plain_name(place, loc, reference, known)
            return
        if other := self.names.find(reference.text):
            near = f"“{reference.text}”是一条{other[0].face.label}，不能写在这里。"
        mend = "核对名称；还没有这条记录时，先用 zhanting new 建一条，或去掉这里的引用。"
        if to.is_open:
            mend = f"写成准确的名称；确实是另一个单位或人，就写成“外部:{reference.text}”。"
        kinds = "或".join(KINDS[kind].label for kind in to.kinds) or "记录"
        self._tell(place, loc, "unknown-reference", reference, kinds=kinds, near=near, mend=mend)

    def _plain_name(
        self, place: Place, loc: Loc, reference: Reference, known: Iterable[str]
    ) -> None:
        """A notice where a plain name holds a record's name, or is held by one."""
        text = fold(reference.text)
        alike = [n for n in known if len(fold(n)) > 2 and (fold(n) in text or text in fold(n))]
        if alike and len(text) > 2:
            listed = shown(dict.fromkeys(alike), 5)
            self._tell(place, loc, "plain-name", reference, known=listed)

    def _tell(
        self, place: Place, loc: Loc, code: str, reference: Reference, **facts: object
    ) -> None:
        self._problems.append(place.origin.problem(code, loc, written=reference.text, **facts))


def check_body(
    file: str, naming: Naming, resolver: Resolver, hosts: Iterable[str]
) -> list[Problem]:
    """What is wrong in a record's body, and its links that lead nowhere or where none may."""
    problems = [
        problem(fault.code, file, naming.body_line + fault.line, "正文", **fault.facts)
        for fault in naming.faults
    ]
    for link in naming.links:
        line = naming.body_line + link.line
        if resolver.names.find(link.target) or not is_outward(link.target):
            place = Written(Origin(file, {(): (line, "正文")}))
            resolver.resolve(place, (), Reference(link.target, To()))
        elif found := refusal(link.target, frozenset(hosts)):
            code, facts = found
            problems.append(problem(code, file, line, "正文", **facts))
    return problems


def check_page(
    page: Page, resolver: Resolver, hosts: Iterable[str], is_there: Callable[[str], bool]
) -> list[Problem]:
    """The same for a hand-written page, which may also link to pages by their files.

    is_there: whether there will be a page of some permalink.
    """
    problems = [
        problem(_PAGE_CODES.get(fault.code, fault.code), page.file, fault.line + 1, **fault.facts)
        for fault in page.converted.faults
    ]
    for link in page.converted.links:
        line = link.line + 1
        if link.target.endswith(".md"):
            permalink = page_permalink(page.source, link.target)
            if permalink is None or not is_there(permalink):
                facts = {"written": link.target}
                problems.append(problem("page-not-found", page.file, line, **facts))
        elif resolver.names.find(link.target) or not is_outward(link.target):
            place = Written(Origin(page.file, {(): (line, "")}))
            resolver.resolve(place, (), Reference(link.target, To()))
        elif found := refusal(link.target, frozenset(hosts)):
            code, facts = found
            problems.append(problem(code, page.file, line, **facts))
    return problems
