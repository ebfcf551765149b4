"""Check a folder of hard photos against the table of outcomes in its README.md.

    python tests/photo_table.py FOLDER

Each row of the table that begins with a file name in backticks says in its last column what must
come out. What it says in words is looked for: refused; portrait or landscape, with a size; a mean
colour; an upper bound of widths. No derivative may hold metadata. Prints a line a file; exit 1 if
one is wrong.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageStat

# Long words only: three letters such as GPS come up by chance in compressed data, so short ones are
# looked for by the structure of the file.
FORBIDDEN = (b"http://ns.adobe.com", b"Photoshop 3.0", b"ICC_PROFILE", b"SECRET")
WEBP_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
TOLERANCE = 5


def rows(folder: Path) -> Iterator[tuple[str, str]]:
    """(file, right outcome) of each row."""
    for line in (folder / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        found = re.fullmatch(r"`([^`]+)`", cells[0])
        if found and len(cells) > 2:
            yield found[1], cells[-1]


def derivatives(folder: Path, stem: str) -> dict[int, dict[str, Path]]:
    """Width → suffix → file."""
    found: dict[int, dict[str, Path]] = {}
    for path in folder.glob(f"{stem}-*"):
        width = path.stem.removeprefix(f"{stem}-")
        if width.isdigit():
            found.setdefault(int(width), {})[path.suffix] = path
    return found


def wrong(original: Path, out: Path, outcome: str, refusal: str) -> str:
    """What is wrong with the outcome of one file; empty if nothing is."""
    if "refused" in outcome and "else refused" not in outcome:
        if not refusal:
            return "not refused"
        left = derivatives(out, original.stem)
        return "refused, but something was written" if left else ""
    if refusal:
        return f"refused: {refusal}"
    made = derivatives(out, original.stem)
    if not made:
        return "no derivative"
    for files in made.values():
        if not {".webp", ".jpg"} <= files.keys():
            return "a format is missing"
        for path in files.values():
            if leak := metadata_in(path.read_bytes()):
                return f"{path.name} holds {leak!r}"
    return wrong_look(original, made[max(made)], outcome) or wrong_widths(made, outcome)


def metadata_in(data: bytes) -> bytes | None:
    """The first thing in a JPEG or WebP that is neither picture nor its plain header."""
    if leak := next((word for word in FORBIDDEN if word in data), None):
        return leak
    if data.startswith(b"RIFF"):
        at = 12
        while at < len(data):
            name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
            if name not in WEBP_CHUNKS:
                return name
            at += 8 + size + size % 2
        return None
    at = 2
    while data[at + 1] != 0xDA:  # start of scan: only compressed picture follows
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xFE or 0xE1 <= marker <= 0xEF:  # a comment, or EXIF, XMP, IPTC, ICC
            return data[at : at + 12]
        at += 2 + size
    return None


def has_alpha(original: Path) -> bool:
    with Image.open(original) as image:
        return image.mode == "RGBA" and image.getextrema()[3][0] < 255


def wrong_look(original: Path, files: dict[str, Path], outcome: str) -> str:
    with Image.open(files[".jpg"]) as image:
        image.load()
    if "comment" in image.info or image.getexif():
        return "metadata left"
    shape = re.search(r"\b(portrait|landscape)(?: (\d+)x(\d+))?", outcome)
    if shape:
        upright = image.height > image.width
        if upright is not (shape[1] == "portrait"):
            return f"{image.width}x{image.height} is not {shape[1]}"
        if shape[2] and abs(image.width / image.height - int(shape[2]) / int(shape[3])) > 0.01:
            return f"{image.width}x{image.height} has not the shape of {shape[2]}x{shape[3]}"
    if found := re.search(r"mean (?:RGB )?about \((\d+), (\d+), (\d+)\)", outcome):
        mean = ImageStat.Stat(image.convert("RGB")).mean
        if any(
            abs(one - int(want)) > TOLERANCE for one, want in zip(mean, found.groups(), strict=True)
        ):
            return f"mean colour is {[round(one) for one in mean]}"
    if found := re.search(r"mean grey about (\d+)", outcome):
        mean = ImageStat.Stat(image.convert("L")).mean[0]
        if abs(mean - int(found[1])) > TOLERANCE:
            return f"mean grey is {mean:.0f}"
    if "corner is white" in outcome and image.convert("RGB").getpixel((0, 0)) != (255, 255, 255):
        return f"corner is {image.convert('RGB').getpixel((0, 0))}"
    if "alpha kept" in outcome and has_alpha(original):
        with Image.open(files[".webp"]) as webp:
            if webp.mode != "RGBA":
                return "alpha was lost in WebP"
    patches = re.search(r"sRGB ((?:\(\d+,\d+,\d+\) ?)+)", outcome)
    return wrong_patches(image, patches[1]) if patches else ""


def wrong_patches(image: Image.Image, written: str) -> str:
    """Colour patches side by side, within what JPEG may change."""
    wanted = [tuple(map(int, patch)) for patch in re.findall(r"\((\d+),(\d+),(\d+)\)", written)]
    step = image.width / len(wanted)
    for place, colour in enumerate(wanted):
        found = image.convert("RGB").getpixel((round(step * (place + 0.5)), image.height // 2))
        if any(abs(one - want) > TOLERANCE for one, want in zip(found, colour, strict=True)):
            return f"patch {place + 1} is {found}, not {colour}"
    return ""


def wrong_widths(made: dict[int, dict[str, Path]], outcome: str) -> str:
    if found := re.search(r"no (\d+) derivative", outcome):
        return f"{found[1]} px was made" if int(found[1]) in made else ""
    return ""


def run(folder: Path) -> list[tuple[str, str]]:
    """(file, what is wrong or nothing) for every row of the folder's table."""
    results = []
    with tempfile.TemporaryDirectory() as temporary:
        for number, (file, outcome) in enumerate(rows(folder)):
            out = Path(temporary) / str(number)
            command = [sys.executable, "-m", "generator", "photos", str(folder / file)]
            done = subprocess.run(
                [*command, "--to", str(out)],
                cwd=Path(__file__).resolve().parent.parent,
                capture_output=True,
                text=True,
            )
            refusal = done.stdout.strip().split("\n")[1].strip() if done.returncode == 1 else ""
            crashed = done.stderr.strip()
            if "warning" in outcome and "只取第一幅" not in done.stdout:
                crashed = "a still was made without a word"
            results.append((file, crashed or wrong(folder / file, out, outcome, refusal)))
    return results


def main() -> int:
    results = run(Path(sys.argv[1]).resolve())
    for file, fault in results:
        print(f"{'ok   ' if not fault else 'WRONG'} {file}{': ' + fault if fault else ''}")
    right = sum(not fault for _, fault in results)
    print(f"{right} of {len(results)} right")
    return 0 if right == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
