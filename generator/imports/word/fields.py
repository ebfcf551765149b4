"""Complex fields (links, contents, page numbers): an instruction, then the result that is shown."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

# Fields that show what only a printed page has.
_FOR_PRINT = {"TOC", "PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "INDEX"}
# Fields that show nothing by themselves.
_SILENT = {"XE", "TC", "RD", "BOOKMARK", "SET", "ASK", "ADVANCE", "PRIVATE", "ADDIN", ""}


@dataclass
class Field:
    """One field while it is open: its instruction, and whether its result has begun."""

    code: str = ""
    is_result: bool = False

    @property
    def name(self) -> str:
        return (self.code.split() or [""])[0].upper()

    @property
    def is_dropped(self) -> bool:
        """Whether what stands here is the instruction, or a result that only print needs."""
        return not self.is_result or self.name in _FOR_PRINT

    @property
    def is_lost(self) -> bool:
        """Whether it shows something that a draft does not have."""
        is_known = self.name in _FOR_PRINT or self.name in _SILENT
        return self.name == "FORMCHECKBOX" or (not self.is_result and not is_known)

    @property
    def address(self) -> str:
        """Where a link leads."""
        found = re.search(r'"(https?:[^"]+)"', self.code)
        return found[1] if found and self.name == "HYPERLINK" else ""


class Fields:
    """The fields that are open at one place, the innermost last."""

    def __init__(self) -> None:
        self._open: list[Field] = []

    @property
    def is_dropped(self) -> bool:
        return any(each.is_dropped for each in self._open)

    def begin(self, field: Field) -> None:
        self._open.append(field)

    def end(self) -> Field | None:
        return self._open.pop() if self._open else None

    def mark(self, element: Element) -> Field | None:
        """Take in a w:fldChar or a piece of w:instrText; gives the field that ends there."""
        if element.tag == "w:instrText" and self._open:
            if not self._open[-1].is_result:
                self._open[-1].code += element.text or ""
        elif element.tag == "w:fldChar":
            kind = element.get("w:fldCharType")
            if kind == "begin":
                self.begin(Field())
            elif kind == "separate" and self._open:
                self._open[-1].is_result = True
            elif kind == "end":
                return self.end()
        return None
