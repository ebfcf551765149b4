"""The bytes of a text file → clean text, or the reason why they are none.

Clean is: UTF-8 without BOM, LF, NFC, no control or bidirectional character, nothing of width zero.
"""

import unicodedata

from generator.errors import Problem, Refused, problem
from generator.text.characters import ZERO_WIDTH, bad_character, is_clean


def decode(raw: bytes, file: str, problems: list[Problem]) -> str:
    """The text of a file; zero-width characters are taken out and told as a notice.

    Raises Refused for other encodings, for characters that must not be published, and for a file
    without any text.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 if _utf16(raw) else raw.count(b"\n", 0, error.start) + 1
        raise Refused(problem("not-utf8", file, line, encoding=_guess(raw))) from error
    if utf16 := _utf16(raw):
        raise Refused(problem("not-utf8", file, 1, encoding=utf16))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Refused(problem("empty-file", file, 1))
    if is_clean(text):
        return unicodedata.normalize("NFC", text)
    if bad := bad_character(text):
        line, column = _place(text, bad.start())
        character = f"U+{ord(bad.group()):04X}"
        raise Refused(problem("bad-character", file, line, column=column, character=character))
    if found := ZERO_WIDTH.search(text):
        line, column = _place(text, found.start())
        text, count = ZERO_WIDTH.subn("", text)
        problems.append(problem("zero-width", file, line, column=column, count=count))
    return unicodedata.normalize("NFC", text)


def _place(text: str, at: int) -> tuple[int, int]:
    """(line, column), both from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _guess(raw: bytes) -> str:
    """What bytes that are not UTF-8 look like."""
    if utf16 := _utf16(raw):
        return utf16
    replaced = raw.decode("utf-8", errors="replace")
    broken = replaced.count("\ufffd")
    sound = sum(char > "\x7f" for char in replaced) - broken
    if sound > 4 * broken:
        # UTF-8 for the greatest part.
        if broken == 1 and replaced.rstrip().endswith("\ufffd"):
            return "文件可能没有传完整，最后一个字断开了"
        return "里面混进了断开的字，或别的编码的字，就在这一行"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return "文件可能没有传完整，末尾或中间有断开的字"
    return "看起来是 GBK（记事本里的“ANSI”）"


def _utf16(raw: bytes) -> str:
    """How UTF-16 is told; empty for bytes that do not look like it."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "看起来是 UTF-16（记事本里的“Unicode”）"
    # Without a mark: line ends and hyphens have a NUL on one and the same side.
    head = raw[:400]
    sides = head[0::2].count(0), head[1::2].count(0)
    if max(sides) >= 4 and max(sides) > 4 * min(sides):
        return "看起来是没有标记的 UTF-16（记事本里的“Unicode”）"
    return ""
