"""All texts of one record as one string for rules to search, and what rules find in it.

Rules run once a record instead of once a field, which is what keeps the check fast. Every text and
every line of a body stands on a line of its own, so no rule that stops at line ends crosses them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator.reading.texts import Text

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
# Stands for each character that a rule must not see; no text can hold it.
MASK = "\x00"

_MARKUP = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`"  # code
    r"|!\[[^\]\n]*\]\([^)\n]*\)|\]\([^)\n]*\)|(?<!!)\[(?=[^\]\n]*\]\()"  # pictures, links
    r"|(?<![^\n])外部[:：]"  # a name that is surely no record of ours
    r"|https?://[!-~]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.DOTALL | re.ASCII,
)
# What stands in quotation marks or is a title was worded by somebody else.
_QUOTED = re.compile(
    r"(?<=“)[^“”\n]+(?=”)|(?<=‘)[^‘’\n]+(?=’)|(?<=「)[^「」\n]+(?=」)|(?<=『)[^『』\n]+(?=』)"
    r"|(?<=《)[^《》\n]+(?=》)|(?<=\")[^\"\n]+(?=\")"
)


@dataclass(frozen=True)
class Finding:
    """What one rule found between two places of a passage.

    code: of the notice. better: what to write instead; empty to leave it out; advice when it
        begins with 核对. why: the reason, a clause without its stop.
    source: the rule or document that says so.
    """

    code: str
    start: int
    end: int
    better: str
    why: str
    source: str


@dataclass(frozen=True)
class Passage:
    """The texts of one file.

    written: as staff wrote it. shown: code, addresses and link targets masked. own: also the words
    of others masked: quotations, titles, and fields that hold what somebody said. All three have
    the same length. starts: where each of `texts` begins. on: the day the record tells of.
    """

    texts: tuple[Text, ...]
    starts: tuple[int, ...]
    written: str
    shown: str
    own: str
    on: date | None

    def at(self, offset: int) -> Text:
        """The text that holds the character at `offset`."""
        return self.texts[bisect_right(self.starts, offset) - 1]

    def line(self, offset: int) -> int:
        """The line of its file on which a character stands."""
        index = bisect_right(self.starts, offset) - 1
        return self.texts[index].line_at(offset - self.starts[index])

    def around(self, finding: Finding, reach: int = 12) -> str:
        """The found words with what stands beside them on their line."""
        line_start = self.written.rfind("\n", 0, finding.start) + 1
        line_end = self.written.find("\n", finding.end)
        start = max(line_start, finding.start - reach)
        end = min(len(self.written) if line_end < 0 else line_end, finding.end + reach)
        before, after = "…" * (start > line_start), "…" * (end < line_end)
        return f"{before}{self.written[start:end]}{after}"


def passage_of(texts: Iterable[Text], on: date | None = None) -> Passage:
    """One passage of the texts that the check reads."""
    read = tuple(text for text in texts if _is_read(text))
    starts, at = [], 0
    for text in read:
        starts.append(at)
        at += len(text.text) + 1
    written = "\n".join(text.text for text in read)
    shown = _MARKUP.sub(_masked, written)
    own = _QUOTED.sub(_masked, shown)
    for text, start in zip(read, starts, strict=True):
        if _is_said(text):
            end = start + len(text.text)
            own = own[:start] + _masked_text(own[start:end]) + own[end:]
    return Passage(read, tuple(starts), written, shown, own, on)


def sentences(text: str) -> Iterator[re.Match[str]]:
    """Each sentence with its place; a line break ends one as well."""
    return re.finditer(r"[^。！？\n]+[。！？]?", text)


# ---------------------------------------------------------------- which texts


# Of a source only the remark is the office's own; regions, names in a reference, addresses, dates
# and choices are no prose and have checks of their own.
_UNREAD = {"sources", "pinyin", "region", "staff_note", "waivers", "motto", "credit"}
_SAID = {("quotes", "text"), ("speeches", "text"), ("wishes", "text")}


def _is_read(text: Text) -> bool:
    if text.spec is None:
        return True
    if text.path[0] == "sources":
        return text.path[-1] == "note"
    is_mention = text.spec.to is not None and text.spec.to.is_mention
    return (text.spec.is_text or is_mention) and not _UNREAD.intersection(text.path)


def _is_said(text: Text) -> bool:
    return text.path[-2:] in _SAID


def _masked(found: re.Match[str]) -> str:
    return _masked_text(found.group())


def _masked_text(text: str) -> str:
    # Line ends stay, so that lines can still be counted.
    return re.sub(r"[^\n]", MASK, text)
