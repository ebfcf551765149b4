"""Draw the example pictures: ``python docs/drawings/draw.py --to DIR [NAME ...]``.

The website has no real photos yet, so these flat pictures stand in for them. Each one is
labelled as an illustration in its lower right corner, so that nobody takes it for a photo.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from zlib import crc32

from indoors import INDOORS
from kit import HEIGHT, LINE, STONE, WHITE, WIDTH, Stage
from meetings import MEETINGS
from outdoors import OUTDOORS
from PIL import Image, ImageDraw, ImageFont
from work import WORK

LABEL = "示意图"
SCENES = INDOORS | MEETINGS | WORK | OUTDOORS
ORDER = [
    "reading-corner",
    "wish-wall",
    "pioneer-desks",
    "service-hall",
    "staff-centre",
    "maker-space",
    "software-park",
    "cafe",
    "office-tower",
    "cold-chain-line",
    "vehicle-workshop",
    "clean-energy",
    "community-centre",
    "signing",
    "round-table",
    "shopping-quarter",
    "lecture",
    "volunteers",
    "fund-ceremony",
    "visit-round",
]
FONTS = [
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simhei.ttf",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
]


def label_font(size: int) -> ImageFont.FreeTypeFont:
    """Find a font with Chinese glyphs, because a label of empty boxes would be worthless."""
    for path in FONTS:
        if Path(path).is_file():
            # Face 2 of the Noto collection holds the simplified Chinese shapes.
            return ImageFont.truetype(path, size, index=2 if "NotoSansCJK" in path else 0)
    raise SystemExit(
        "No Chinese font found: install fonts-noto-cjk (Debian), or put one of these "
        "in place:\n  " + "\n  ".join(FONTS)
    )


def label(picture: Image.Image, font: ImageFont.FreeTypeFont) -> None:
    """Write the label on a small paper plate in the lower right corner."""
    pen = ImageDraw.Draw(picture, "RGBA")
    x0, y0, x1, y1 = pen.textbbox((0, 0), LABEL, font=font)
    right, bottom, pad = WIDTH - 48, HEIGHT - 44, 22
    plate = (right - (x1 - x0) - 2 * pad, bottom - (y1 - y0) - 2 * pad, right, bottom)
    pen.rounded_rectangle(plate, 14, fill=(*WHITE, 225), outline=(*LINE, 255), width=3)
    pen.text((plate[0] + pad - x0, plate[1] + pad - y0), LABEL, font=font, fill=STONE)


def render(name: str, scale: float) -> Image.Image:
    """Draw one picture; its seed comes from its name, so the order of drawing is free."""
    stage = Stage(crc32(name.encode()), scale)
    SCENES[name](stage)
    stage.finish()
    stage.vignette()
    return stage.image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)


def main(argv: list[str]) -> int:
    """Draw the named pictures, or all of them."""
    parser = argparse.ArgumentParser(description="Draw the example pictures of the website.")
    parser.add_argument("--to", type=Path, required=True, help="folder for the JPEG files")
    parser.add_argument("--scale", type=float, default=2, help="drawing size before reduction")
    parser.add_argument("names", nargs="*", metavar="NAME", help="pictures to draw (default all)")
    args = parser.parse_args(argv)
    unknown = sorted(set(args.names) - set(ORDER))
    if unknown:
        parser.error(f"unknown picture: {', '.join(unknown)}; known: {', '.join(ORDER)}")
    font = label_font(52)
    args.to.mkdir(parents=True, exist_ok=True)
    for name in args.names or ORDER:
        picture = render(name, args.scale)
        label(picture, font)
        target = args.to / f"{name}.jpg"
        picture.save(target, quality=82, progressive=True, optimize=True)
        print(f"{target} {target.stat().st_size / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
