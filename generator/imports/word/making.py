"""One record while it is put together from a document."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.imports.drafts import Finding, Node, Place, values_of
from generator.imports.word.body import Item
from generator.imports.word.told import shortened
from generator.models import Record
from generator.models.fields import FieldSpec, fields_of


@dataclass(frozen=True)
class Origin:
    """One line of what is shown before anything is written: 日期 2026-08-03 ← 第 5 段 …"""

    key: str
    text: str
    where: str
    source: str = ""
    is_inferred: bool = False


@dataclass
class Making:
    """What is known of the record so far.

    file: name of the document. notes: what the record itself goes on saying of its making.
    """

    file: str
    model: type[Record]
    fields: dict[str, Node] = field(default_factory=dict)
    origins: list[Origin] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    body: list[Item] = field(default_factory=list)

    @property
    def specs(self) -> Mapping[str, FieldSpec]:
        return fields_of(self.model)

    def at(self, where: str) -> Place:
        return Place(self.file, "", where)

    def tell(self, code: str, where: str, **facts: object) -> None:
        self.findings.append(self.at(where).told(code, "", **facts))

    def set(self, name: str, node: Node, origin: Origin) -> None:
        """Fill a field; `origin` says from where."""
        self.fields[name] = node
        inferred = any(value.inferred for value in values_of(node))
        self.origins.append(replace(origin, is_inferred=inferred))

    def unused(self, text: str, where: str, reason: str) -> None:
        """Tell of a text that has no place in the record."""
        self.tell("word-unused", where, text=shortened(text, 200), reason=reason)
        self.notes.append(f"{where} {' '.join(text.split())}")
