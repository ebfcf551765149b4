"""The bytes of a text file → clean text, or the reason why they are none.

Clean is: UTF-8 without BOM, LF, NFC, no control or bidirectional character, nothing of width zero.
"""

import re
import unicodedata

from generator.errors import Problem, Refused, problem

# Control characters; those that turn the direction of writing; what YAML takes for line ends
# (U+2028, U+2029); noncharacters, lone surrogates and signs that annotate or tag text unseen.
BAD_CHARACTER = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)
_PICTURE = "[\u00a9\u00ae\u203c-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff]"
# An emoji of several persons is joined by U+200D; an English flag is spelt in tags behind U+1F3F4.
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,8}\U000e007f")
ZERO_WIDTH = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u2060-\u2064\u3164\ufeff\uffa0]"
    f"|(?<!{_PICTURE})\u200d|\u200d(?!{_PICTURE})"
    # Variation selectors choose how the character before them is drawn.
    "|(?:^|(?<=[\\s\ufe00-\ufe0f]))[\ufe00-\ufe0f]|(?:^|(?<=[\\s\U000e0100-\U000e01ef]))[\U000e0100-\U000e01ef]"
)

# All but what nearly every text is made of: letters, digits and signs of both widths, and Chinese
# characters. None of those is refused, hidden or written in two ways.
_UNCOMMON = re.compile("[^\t\n -~·×—‘’“”…、-〗\u4e00-\u9fff！-～]")
# Any character of ZERO_WIDTH, wherever it stands.
_MAY_HIDE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0100-\U000e01ef]"
)


def uncommon(text: str) -> str:
    """The characters of a text that have to be looked at, once each; most texts have none."""
    return "".join(set(_UNCOMMON.findall(text)))


def is_clean(text: str) -> bool:
    """Whether a text has surely nothing that is refused or hidden: a tenth of the cost of looking
    for it.
    """
    found = uncommon(text)
    return not (BAD_CHARACTER.search(found) or _MAY_HIDE.search(found))


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


def bad_character(text: str) -> re.Match[str] | None:
    """The first character that must not be published."""
    if "\U000e007f" in text:
        text = _FLAG.sub(lambda flag: "\U0001f3f4" * len(flag.group()), text)
    return BAD_CHARACTER.search(text)


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
