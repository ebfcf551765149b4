"""Which characters a text may hold: none that is refused, and none that nobody sees."""

import re

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


def bad_character(text: str) -> re.Match[str] | None:
    """The first character that must not be published."""
    if "\U000e007f" in text:
        text = _FLAG.sub(lambda flag: "\U0001f3f4" * len(flag.group()), text)
    return BAD_CHARACTER.search(text)
