"""Original photos → derivatives: upright, sRGB, without metadata. The only door to Pillow.

Originals are read and never published (their EXIF holds GPS positions); every derivative is
decoded and encoded anew, and kept in a cache named by what it was made of.
"""

import hashlib
import io
import stat
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import PIL
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError, features

from generator.catalog import Catalog, Entry
from generator.errors import ContentError, Problem
from generator.load import relative
from generator.settings import Recipe, Settings
from generator.suggest import did_you_mean

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 60_000_000
MAX_SIDE = 16_000  # WebP ends at 16383; long screenshots come close
PUBLISHED = "assets/photos"


@dataclass(frozen=True)
class Derivative:
    """One resized copy: `uri` on the website, `path` in the cache, size in px."""

    uri: str
    path: Path
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """All derivatives of one photo, narrowest first, in both formats at the same widths."""

    webp: tuple[Derivative, ...]
    jpeg: tuple[Derivative, ...]

    @property
    def largest(self) -> Derivative:
        return self.jpeg[-1]

    def fallback(self, width: int = 960) -> Derivative:
        """The JPEG for browsers without srcset: the first that is at least `width` px wide."""
        return next((found for found in self.jpeg if found.width >= width), self.jpeg[-1])

    @property
    def files(self) -> tuple[Derivative, ...]:
        return self.webp + self.jpeg


Pictures = dict[Path, Picture]


class PhotoRefused(Exception):
    """A file that cannot be used as a photo: a code of `errors.MESSAGES` and its facts."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def check_photos(entries: Iterable[Entry], settings: Settings) -> tuple[list[Entry], list[Problem]]:
    """(entries with only their usable photos, a problem for every other photo)."""
    sound, problems = [], []
    for entry in entries:
        usable = []
        for index, photo in enumerate(entry.record.photos):
            try:
                _find(entry, photo.file)
                _open(entry.raw.bundle / photo.file, draft=True)
                usable.append(photo)
            except PhotoRefused as refused:
                problems.append(_told(entry, index, refused, settings))
        if len(usable) < len(entry.record.photos):
            entry = replace(entry, record=entry.record.model_copy(update={"photos": tuple(usable)}))
        sound.append(entry)
    return sound, problems


def derive_all(
    catalog: Catalog, settings: Settings, progress: Callable[[int, int], None]
) -> Pictures:
    """Derivatives of every photo of the catalog, by the original's path.

    progress: called with (done, of) after each photo.
    Raises ContentError with all photos that turn out to be damaged.
    """
    wanted = {
        entry.raw.bundle / photo.file: (entry, index)
        for entry in catalog.entries
        for index, photo in enumerate(entry.record.photos)
    }
    pictures: Pictures = {}
    problems = []
    cache = settings.cache / "photos"
    with ThreadPoolExecutor(settings.jobs) as pool:
        jobs = {path: pool.submit(derive, path, settings.recipe, cache) for path in wanted}
        for done, (path, job) in enumerate(jobs.items(), 1):
            try:
                pictures[path] = job.result()
            except PhotoRefused as refused:
                entry, index = wanted[path]
                problems.append(_told(entry, index, refused, settings))
            progress(done, len(jobs))
    if problems:
        raise ContentError(problems)
    return pictures


def derive(original: Path, recipe: Recipe, cache: Path) -> Picture:
    """Make the resized copies of one photo: upright, sRGB, no metadata, never enlarged.

    Args:
        original: picture under content/; only read.
        recipe: widths in px, ascending; quality 1-100.
        cache: folder keyed by fingerprint; may be deleted at any time.

    Raises:
        PhotoRefused: not a picture, too large, or cut short.

    Source: EXIF tag 0x0112 (orientation); ICC profile to sRGB through LittleCMS.
    """
    fingerprint = _fingerprint(original.read_bytes(), recipe)
    folder = cache / fingerprint[:2] / fingerprint
    if not folder.is_dir():
        _fill(folder, original, recipe)
    return Picture(
        webp=tuple(_derivatives(folder, ".webp")), jpeg=tuple(_derivatives(folder, ".jpg"))
    )


def _fill(folder: Path, original: Path, recipe: Recipe) -> None:
    """Make a folder of derivatives, whole or not at all.

    It is filled beside its place and renamed: a killed run leaves no half set, and of two jobs
    with the same photo (in two records, or in two processes) the second keeps the first's.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        made = Path(beside) / "made"
        made.mkdir()
        for name, data in _encode(_open(original), recipe):
            (made / name).write_bytes(data)
        try:
            made.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise


def _derivatives(folder: Path, suffix: str) -> list[Derivative]:
    """From names such as `640x427.webp` in a folder named by the fingerprint."""
    made = []
    for path in folder.glob(f"*{suffix}"):
        width, height = map(int, path.stem.split("x"))
        uri = f"{PUBLISHED}/{folder.name}-{width}{suffix}"
        made.append(Derivative(uri, path, width, height))
    return sorted(made, key=lambda derivative: derivative.width)


def _fingerprint(data: bytes, recipe: Recipe) -> str:
    """Hash of all that decides the derivatives' bytes: original, recipe, codec versions."""
    codecs = (PIL.__version__, *map(str, map(features.version, ("jpg", "webp", "littlecms2"))))
    asked = repr((astuple(recipe), codecs)).encode()
    return hashlib.sha256(hashlib.sha256(data).digest() + asked).hexdigest()[:20]


def _find(entry: Entry, file: str) -> None:
    # Names are compared as listed, so that Hetao.JPG is not taken for hetao.jpg on Windows.
    present = sorted(path.name for path in entry.raw.bundle.iterdir())
    if file not in present:
        photos = [name for name in present if not name.endswith(".md")]
        alike = [name for name in photos if name.casefold() == file.casefold()]
        raise PhotoRefused(
            "photo-missing", near=did_you_mean(file, alike or photos, 0 if alike else 0.6)
        )
    if not stat.S_ISREG((entry.raw.bundle / file).lstat().st_mode):
        raise PhotoRefused("photo-type", reason="它是文件夹、快捷方式或特殊文件")


def _open(path: Path, *, draft: bool = False) -> Image.Image:
    """A decoded photo, after checks that cost nothing.

    draft: decode it small, only to see that it is whole.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise PhotoRefused(
            "photo-too-large", size=f" {size >> 20} MB", limit=f"{MAX_BYTES >> 20} MB"
        )
    with warnings.catch_warnings():
        # Our own limit below is stricter than Pillow's warning about large images.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(path, formats=FORMATS)
        except UnidentifiedImageError as error:
            raise PhotoRefused("photo-type", reason="打不开，或者改过后缀") from error
        except Image.DecompressionBombError as error:
            raise PhotoRefused("photo-too-large", size="过多像素", limit=_limit()) from error
        except (OSError, SyntaxError, ValueError) as error:
            # Cut short within its head; a PNG with a text chunk that unpacks to a flood.
            raise PhotoRefused("photo-damaged") from error
    if image.width * image.height > MAX_PIXELS:
        size_px = f" {image.width}×{image.height} 像素"
        raise PhotoRefused("photo-too-large", size=size_px, limit=_limit())
    if max(image.size) > MAX_SIDE:
        size_px = f"一边 {max(image.size)} 像素"
        raise PhotoRefused("photo-too-large", size=size_px, limit=f"{MAX_SIDE} 像素")
    try:
        if draft:
            image.draft("RGB", (64, 64))
        image.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise PhotoRefused("photo-damaged") from error
    return image


def _limit() -> str:
    return f"{MAX_PIXELS // 10_000} 万像素"


def _told(entry: Entry, index: int, refused: PhotoRefused, settings: Settings) -> Problem:
    return entry.origin.problem(
        refused.code,
        ("photos", index, "file"),
        written=entry.record.photos[index].file,
        folder=relative(settings, entry.raw.bundle),
        **refused.facts,
    )


def _encode(image: Image.Image, recipe: Recipe) -> Iterator[tuple[str, bytes]]:
    """(`<width>x<height>.<suffix>`, bytes) of each derivative, from wide to narrow."""
    image = _to_srgb(ImageOps.exif_transpose(image))
    widths = [width for width in recipe.widths if width < image.width]
    widths.append(min(image.width, recipe.widths[-1]))
    for width in sorted(set(widths), reverse=True):
        height = max(1, round(image.height * width / image.width))
        # Each step starts from the last: a cascade costs a third and looks the same.
        image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        for suffix, options in (
            ("webp", {"quality": recipe.webp_quality, "method": recipe.webp_method}),
            ("jpg", {"quality": recipe.jpeg_quality, "progressive": True, "optimize": True}),
        ):
            target = io.BytesIO()
            name = "JPEG" if suffix == "jpg" else "WEBP"
            image.save(target, name, exif=b"", icc_profile=None, **options)
            yield f"{width}x{height}.{suffix}", target.getvalue()


def _to_srgb(image: Image.Image) -> Image.Image:
    """RGB pixels in sRGB; what is transparent becomes white."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        # 16 bits a pixel: Pillow would cut everything above 255 off instead of scaling it.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image).convert("RGB")
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        try:
            embedded = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, embedded, srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a broken profile: the numbers are taken as sRGB
        if converted is not None:
            image = converted
    clean = image.convert("RGB")
    clean.info = {}
    return clean
