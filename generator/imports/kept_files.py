"""The photos and attachments of a draft: checked, made clean, each under a name that fits."""

from collections.abc import Callable
from pathlib import Path

from generator.checks.attachments import file_fault
from generator.imports.drafts import Draft, FileDraft, Finding, Node, Value
from generator.pictures.clean import clean
from generator.pictures.cuts import PhotoRefused
from generator.reading.file_names import fit_name
from generator.reading.folders import RECORD_FILE


class KeptFiles:
    """Those that may be written.

    files: their bytes, by the name that they get. nodes: the fields of the record that name them.
    findings: on those that are not kept.
    """

    def __init__(self, draft: Draft) -> None:
        self.files: dict[str, bytes] = {}
        self.findings: list[Finding] = []
        self.nodes = {
            "photos": self._named(draft.photos, self._photo),
            "attachments": self._named(draft.attachments, self._attachment),
        }

    def _named(
        self,
        files: tuple[FileDraft, ...],
        kept: Callable[[FileDraft], tuple[str, bytes] | None],
    ) -> Node:
        """The files as nodes under the names that they get; unfit ones are told."""
        nodes: list[Node] = []
        for file in files:
            if found := kept(file):
                name = self._free_name(found[0])
                self.files[name] = found[1]
                nodes.append({"file": Value(name, file.place), **file.fields})
        return tuple(nodes)

    def _photo(self, file: FileDraft) -> tuple[str, bytes] | None:
        try:
            suffix, data = clean(file.data)
        except PhotoRefused as refused:
            facts: dict[str, object] = {"written": file.name, "folder": "", **refused.facts}
            self.findings.append(file.place.told(refused.code, "照片", **facts))
            return None
        path = Path(file.name)
        same = {".jpeg": ".jpg"}.get(path.suffix.lower(), path.suffix.lower()) == suffix
        return file.name if same else f"{path.stem}{suffix}", data

    def _attachment(self, file: FileDraft) -> tuple[str, bytes] | None:
        if fault := file_fault(file.name, file.data):
            code, facts = fault
            self.findings.append(file.place.told(code, "附件", written=file.name, **facts))
            return None
        return file.name, file.data

    def _free_name(self, wanted: str) -> str:
        """A name that no other file of the record has, on systems that ignore case as well."""
        path = Path(fit_name(wanted))
        number, name = 1, path.name
        taken = {each.casefold() for each in self.files} | {RECORD_FILE}
        while name.casefold() in taken:
            number += 1
            name = f"{path.stem}-{number}{path.suffix}"
        return name
