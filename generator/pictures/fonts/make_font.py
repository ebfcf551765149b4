"""Makes NotoSerifSC-Bold-subset.otf, the font of the share pictures, from Debian's Noto CJK.

    python generator/pictures/fonts/make_font.py

The website's generator never imports this; it is run by hand when a character is wanted that the
font lacks: add it anywhere in characters.txt, run this, commit both files. What it needs is in
README.md beside it. The same input and the same fonttools give the same bytes.
"""

import hashlib
import io
import sys
import unicodedata
from pathlib import Path

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped, import-not-found, unused-ignore]
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped, import-not-found, unused-ignore]

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")
# fonts-noto-cjk 1:20220127+repack1-1 of Debian 12. Another file would give other shapes.
SOURCE_SHA256 = "a5d4b046c127da3d7c72f98b46c41489cd29bf52abfdf18aba920903e920d4ac"
FAMILY = "Noto Serif CJK SC"

FOLDER = Path(__file__).parent
FONT = FOLDER / "NotoSerifSC-Bold-subset.otf"
CHARACTERS = FOLDER / "characters.txt"
LINE_LENGTH = 64

# Tables for vertical text, alternative shapes and kerning; `halt` and `palt` would squeeze the
# full-width punctuation that titles are set with.
_UNUSED = ("BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx")
# Copyright, family, style, full name, trademark and licence: what the OFL wants to stay readable.
_NAMES = (0, 1, 2, 4, 6, 7, 13, 14)


def main() -> None:
    """Rewrite the font and the sorted list of its characters."""
    data = SOURCE.read_bytes()
    if hashlib.sha256(data).hexdigest() != SOURCE_SHA256:
        sys.exit(f"{SOURCE} is not the file that README.md names")
    fonts = TTCollection(io.BytesIO(data)).fonts
    font = next(each for each in fonts if each["name"].getDebugName(1) == FAMILY)
    wanted = set(CHARACTERS.read_text(encoding="utf-8")) - {"\n"}
    kept = sorted(char for char in wanted if ord(char) in font.getBestCmap() and _is_drawn(char))
    print("not in the source font:", "".join(sorted(wanted - set(kept))) or "none")
    FONT.write_bytes(subset(font, kept))
    # Some shapes stand for two characters, so the font may have a few more than were asked for.
    kept = sorted(map(chr, font.getBestCmap()))
    lines = ("".join(kept[at : at + LINE_LENGTH]) for at in range(0, len(kept), LINE_LENGTH))
    CHARACTERS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(kept), "characters,", FONT.stat().st_size, "bytes")


def subset(font: TTFont, characters: list[str]) -> bytes:
    """The font with these characters alone: no hints, no layout features."""
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = list(_NAMES)
    options.name_languages = [0x409]
    options.drop_tables += list(_UNUSED)
    # The time of the run must not be in the file.
    font.recalcTimestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters))
    subsetter.subset(font)
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


def _is_drawn(char: str) -> bool:
    """Not one of those that only steer the text, such as a zero-width space."""
    return unicodedata.category(char) not in ("Cc", "Cf", "Zl", "Zp")


if __name__ == "__main__":
    main()
