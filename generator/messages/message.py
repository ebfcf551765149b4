"""How one fault is told."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Message:
    """How one fault is told. `what` and `mend` take named facts in braces."""

    title: str
    what: str
    mend: str
    is_notice: bool = False

    def with_corner_quotes(self, fact: str) -> "Message":
        """The same message with 「」 around one fact."""
        plain, corner = f"“{{{fact}}}”", f"「{{{fact}}}」"
        what, mend = (text.replace(plain, corner) for text in (self.what, self.mend))
        return replace(self, what=what, mend=mend)
