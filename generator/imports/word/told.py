"""What is told of a document while it is walked: each thing once for the place it stands at."""

from generator.imports.drafts import Finding, Place


class Told:
    """Notices about one document. where: the place that is being read.

    deleted, inserted: how many tracked changes were met.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.where = ""
        self.deleted = 0
        self.inserted = 0
        self.findings: list[Finding] = []

    def tell(self, code: str, **facts: object) -> None:
        found = Place(self.file, "", self.where).told(code, "", **facts)
        if found not in self.findings:
            self.findings.append(found)

    def left_out(self, what: str, text: str = "") -> None:
        """Something that the draft will not have; `text` is what it says."""
        text = " ".join(text.split())
        self.tell("word-left-out", what=what, shown=f"：“{text}”" if text else "")


def shortened(text: str, most: int) -> str:
    """A text as it is quoted: on one line, and not longer than it need be."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most]}…"
