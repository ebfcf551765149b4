"""Photos come out upright, in sRGB, without metadata, never enlarged; bad ones are told."""

import io
import struct
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pillow_heif
import pytest
from conftest import Project, make_photo
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from generator import pipeline
from generator.errors import ContentError, Problem
from generator.pictures import cuts, originals
from generator.pictures.cuts import Cut
from generator.pictures.derivatives import Derivative, Picture, derive
from generator.pictures.gate import Gate
from generator.pictures.photo_cache import PhotoCache
from generator.pictures.photos import derive_all, keys_in_use, photo_cache
from generator.rendering.outputs import Copied, Rendered
from generator.settings import Recipe

RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)
SMALL = Recipe(widths=(16, 32, 64))
PHOTO = "照片:\n  - 文件: {}\n    图注: 一\n"
ORIENTATION = 0x0112
# What a camera does to an upright picture so that the tag's instruction restores it.
TURNED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def whole(recipe: Recipe = SMALL) -> Cut:
    return Cut("full", None, recipe.widths)


def derived(original: Path, recipe: Recipe = SMALL) -> Picture:
    cache = PhotoCache(original.parent / "cache", recipe)
    made, _ = derive(original.read_bytes(), (whole(recipe),), cache)
    return made[whole(recipe)]


def photos_of(rendered: Rendered) -> list[Copied]:
    return [file for file in rendered.copied if file.uri.startswith("assets/photos/")]


def near(found: object, wanted: tuple[int, int, int], by: int = 24) -> bool:
    return all(abs(one - other) <= by for one, other in zip(found, wanted, strict=True))


def corners(file: Derivative) -> dict[str, tuple[int, int, int]]:
    with Image.open(file.path) as image:
        assert image.mode in {"RGB", "L"}
        image = image.convert("RGB")
        right, bottom = image.width - 3, image.height - 3
        places = {"nw": (2, 2), "ne": (right, 2), "sw": (2, bottom), "se": (right, bottom)}
        return {name: image.getpixel(place) for name, place in places.items()}


def save(image: Image.Image, path: Path, **options: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, **options)
    return path


def quarters() -> Image.Image:
    """Red, blue over green, white: no two turns of it look alike."""
    image = Image.new("RGB", (64, 48), "white")
    image.paste("red", (0, 0, 32, 24))
    image.paste("blue", (32, 0, 64, 24))
    image.paste("lime", (0, 24, 32, 48))
    return image


# ---------------------------------------------------------------- upright


@pytest.mark.parametrize("orientation", TURNED)
def test_every_orientation_comes_out_upright(tmp_path: Path, orientation: int) -> None:
    turn = TURNED[orientation]
    image = quarters() if turn is None else quarters().transpose(turn)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    original = save(image, tmp_path / "a.jpg", exif=exif, quality=95, subsampling=0)
    expected = {"nw": RED, "ne": BLUE, "sw": (0, 255, 0), "se": WHITE}
    for file in derived(original).files:
        assert (file.width / file.height) == pytest.approx(4 / 3)
        found = corners(file)
        assert all(near(found[name], expected[name], 60) for name in expected), file.path


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0garbage", b"Exif\0\0II*\0\xff\xff\xff\xff"]
)
def test_broken_exif_does_no_harm(tmp_path: Path, exif: bytes) -> None:
    assert derived(make_photo(tmp_path / "a.jpg", exif=exif)).largest.width == 64


# ---------------------------------------------------------------- no metadata


def with_metadata(path: Path) -> Path:
    """A photo with a GPS position, an XMP packet, a comment and a colour profile."""
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[2] = (36.0, 40.0, 12.0)
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRET-XMP</x:xmpmeta>"
    options: dict[str, object] = {"exif": exif}
    if path.suffix == ".png":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "SECRET-COMMENT")
        text.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options["pnginfo"] = text
    else:
        options["xmp"] = xmp
    if path.suffix == ".jpg":
        options["comment"] = b"SECRET-COMMENT"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return make_photo(path, icc_profile=profile, **options)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_derivatives_hold_no_metadata(tmp_path: Path, name: str) -> None:
    original = with_metadata(tmp_path / name)
    assert b"SECRET" in original.read_bytes()
    for file in derived(original).files:
        data = file.path.read_bytes()
        for trace in (b"SECRET", b"Exif", b"EXIF", b"xmp", b"XMP", b"ICC", b"acsp", b"adobe"):
            assert trace not in data, (file.path, trace)
        with Image.open(file.path) as image:
            assert dict(image.getexif()) == {}
            assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)


# ---------------------------------------------------------------- colour


def test_transparency_becomes_white(tmp_path: Path) -> None:
    image = Image.new("RGBA", (64, 48), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 32, 48))
    found = corners(derived(save(image, tmp_path / "a.png")).largest)
    assert near(found["nw"], RED)
    assert near(found["ne"], WHITE)


def test_grey_with_transparency_becomes_white(tmp_path: Path) -> None:
    image = Image.new("LA", (64, 48), (0, 0))
    assert near(corners(derived(save(image, tmp_path / "a.png")).largest)["nw"], WHITE)


@pytest.mark.parametrize("transparent", [False, True])
def test_palette_keeps_its_colours(tmp_path: Path, transparent: bool) -> None:
    image = quarters().quantize(8)
    options = {"transparency": image.getpixel((2, 2))} if transparent else {}
    found = corners(derived(save(image, tmp_path / "a.png", **options)).largest)
    assert near(found["nw"], WHITE if transparent else RED)
    assert near(found["ne"], BLUE)


def test_print_colours_become_screen_colours(tmp_path: Path) -> None:
    original = save(quarters().convert("CMYK"), tmp_path / "a.jpg", quality=95)
    found = corners(derived(original).largest)
    assert near(found["nw"], RED, 40)
    assert near(found["se"], WHITE, 40)


@pytest.mark.parametrize("mode", ["L", "1"])
def test_grey_stays_grey(tmp_path: Path, mode: str) -> None:
    found = corners(derived(save(Image.new(mode, (64, 48), 255), tmp_path / "a.png")).largest)
    assert near(found["nw"], WHITE)


def test_sixteen_bits_are_scaled_not_cut(tmp_path: Path) -> None:
    image = Image.new("I;16", (64, 48), 0x8000)
    assert near(corners(derived(save(image, tmp_path / "a.png")).largest)["nw"], (128, 128, 128))


def display_p3() -> bytes:
    """A Display P3 profile, written by hand: Pillow has none to give."""

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))

    curve = b"para\0\0\0\0\0\x03\0\0" + b"".join(
        map(fixed, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
    )
    name = b"desc\0\0\0\0\0\0\0\x03P3\0" + b"\0" * 79
    tags = {
        b"desc": name,
        b"cprt": b"text\0\0\0\0x\0\0\0",
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.5151, 0.2412, -0.0011),
        b"gXYZ": xyz(0.2920, 0.6922, 0.0419),
        b"bXYZ": xyz(0.1571, 0.0666, 0.7841),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, value in tags.items():
        value += b"\0" * (-len(value) % 4)
        table += tag + struct.pack(">II", start + len(data), len(value))
        data += value
    head = struct.pack(
        ">I4sI4s4s4s", start + len(data), b"lcms", 0x02400000, b"mntr", b"RGB ", b"XYZ "
    )
    head += b"\0" * 12 + b"acsp" + b"\0" * 28 + xyz(0.9642, 1.0, 0.8249)[8:] + b"\0" * 48
    return head + table + data


def test_wide_colours_are_converted_to_srgb(tmp_path: Path) -> None:
    image = Image.new("RGB", (64, 48), (0, 200, 0))
    profile = display_p3()
    converted = ImageCms.profileToProfile(
        image,
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
    )
    original = save(image, tmp_path / "a.png", icc_profile=profile)
    found = corners(derived(original).largest)["nw"]
    assert near(found, converted.getpixel((0, 0)), 6)
    assert not near(found, (0, 200, 0), 3)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_broken_or_mismatched_profile_is_left_aside(tmp_path: Path, mode: str) -> None:
    rgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for number, profile in enumerate((b"garbage" * 40, rgb[:200], rgb)):
        image = quarters().convert(mode)
        original = save(image, tmp_path / f"{number}.jpg", icc_profile=profile)
        assert near(corners(derived(original).largest)["se"], WHITE)


# ---------------------------------------------------------------- sizes


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((8, 6), [(8, 6)]),
        ((16, 12), [(16, 12)]),
        ((20, 10), [(16, 8), (20, 10)]),
        ((64, 48), [(16, 12), (32, 24), (64, 48)]),
        ((200, 100), [(16, 8), (32, 16), (64, 32)]),
        ((64, 1), [(16, 1), (32, 1), (64, 1)]),
        ((10, 300), [(10, 300)]),
    ],
)
def test_derivatives_are_never_larger_than_the_original(
    tmp_path: Path, size: tuple[int, int], expected: list[tuple[int, int]]
) -> None:
    picture = derived(make_photo(tmp_path / "a.png", size))
    for files, suffix, format in ((picture.webp, ".webp", "WEBP"), (picture.jpeg, ".jpg", "JPEG")):
        assert [(file.width, file.height) for file in files] == expected
        for file in files:
            assert file.uri.startswith("assets/photos/")
            assert file.uri.endswith(f"-{file.width}{suffix}")
            with Image.open(file.path) as image:
                assert (image.size, image.format) == ((file.width, file.height), format)


def test_fallback_is_the_first_that_is_wide_enough(tmp_path: Path) -> None:
    picture = derived(make_photo(tmp_path / "a.png", (200, 100)))
    assert [picture.fallback(width).width for width in (1, 16, 17, 33, 999)] == [16, 16, 32, 64, 64]
    assert picture.largest == picture.jpeg[-1]
    assert picture.files == picture.webp + picture.jpeg


def test_uris_of_one_photo_are_all_different(tmp_path: Path) -> None:
    uris = [file.uri for file in derived(make_photo(tmp_path / "a.png", (200, 100))).files]
    assert len(set(uris)) == len(uris) == 6


# ---------------------------------------------------------------- cache


def times(picture: Picture) -> list[int]:
    return [file.path.stat().st_mtime_ns for file in picture.files]


def test_second_time_nothing_is_encoded(tmp_path: Path) -> None:
    original = make_photo(tmp_path / "a.jpg")
    first = derived(original)
    before = times(first)
    assert (derived(original), times(first)) == (first, before)


def test_same_bytes_under_another_name_share_the_cache(tmp_path: Path) -> None:
    assert derived(make_photo(tmp_path / "a.jpg")) == derived(make_photo(tmp_path / "b.jpg"))


def test_changed_original_or_recipe_gets_other_names(tmp_path: Path) -> None:
    original = make_photo(tmp_path / "a.jpg")
    seen = {derived(original).largest.uri}
    seen.add(derived(original, replace(SMALL, jpeg_quality=50)).largest.uri)
    seen.add(derived(make_photo(original, (64, 50))).largest.uri)
    assert len(seen) == 3


def test_same_photo_gives_the_same_bytes(tmp_path: Path) -> None:
    original = make_photo(tmp_path / "a.jpg")
    one, other = (
        derive(original.read_bytes(), (whole(),), PhotoCache(tmp_path / cache, SMALL))[0][whole()]
        for cache in ("one", "other")
    )
    assert [file.path.read_bytes() for file in one.files] == [
        file.path.read_bytes() for file in other.files
    ]


def test_failed_encoding_leaves_nothing_behind(tmp_path: Path) -> None:
    original = make_photo(tmp_path / "a.jpg")
    original.write_bytes(original.read_bytes()[:200])
    with pytest.raises(cuts.PhotoRefused):
        derived(original)
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


def test_photo_of_several_records_is_made_by_several_jobs_at_once(project: Project) -> None:
    for slug in "abcdef":
        project.record(f"sites/{slug}", PHOTO.format("a.jpg"), 名称=slug)
        make_photo(project.content / f"sites/{slug}/a.jpg", (400, 300))
    settings = replace(project.settings(), jobs=6)
    pictures = derive_all(project.catalog(), settings, lambda done, total: None)
    assert len(pictures.by_shape) == 12
    # The whole in two widths and the crop in three, each in two formats.
    assert len({file.uri for file in pictures.files}) == 10


def test_progress_counts_every_photo(project: Project) -> None:
    project.record("sites/a", PHOTO.format("a.jpg") + "  - 文件: b.jpg\n    图注: 二\n")
    for name in "ab":
        make_photo(project.content / f"sites/a/{name}.jpg", (8, 6 + (name == "b")))
    told: list[tuple[int, int]] = []
    derive_all(project.catalog(), project.settings(), lambda *numbers: told.append(numbers))
    assert told == [(1, 2), (2, 2)]


# ---------------------------------------------------------------- bad photos


def check_one(project: Project, prepare: Callable[[Path], object], name: str = "a.jpg") -> Problem:
    """The one problem of a record whose photo `name` was prepared in some way."""
    project.record("sites/bailu", PHOTO.format(name))
    prepare(project.content / "sites/bailu")
    (found,) = project.problems()
    place = (found.file, found.line, found.field)
    assert place == ("content/sites/bailu/index.md", 8, "照片[1].文件")
    return found


def cut(folder: Path) -> None:
    file = make_photo(folder / "a.jpg", (400, 300))
    file.write_bytes(file.read_bytes()[: file.stat().st_size * 2 // 3])


def cut_png(folder: Path) -> None:
    file = folder / "a.jpg"
    Image.effect_noise((200, 200), 50).save(file, "PNG")
    file.write_bytes(file.read_bytes()[:5000])


def png_with_bomb(folder: Path) -> None:
    """A small PNG whose text chunk unpacks to 70 MB."""
    file = folder / "a.jpg"
    Image.new("RGB", (8, 8)).save(file, "PNG")
    text = b"zTXt" + b"Comment\0\0" + zlib.compress(b"x" * (70 << 20))
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    data = file.read_bytes()
    file.write_bytes(data[:33] + chunk + data[33:])


@pytest.mark.parametrize("prepare", [cut, cut_png, png_with_bomb])
def test_damaged_photo_is_told(project: Project, prepare: Callable[[Path], None]) -> None:
    found = check_one(project, prepare)
    assert (found.code, found.what) == ("photo-damaged", "“a.jpg”损坏了或没有传完。")


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
def test_photo_cut_anywhere_is_refused_and_never_a_crash(tmp_path: Path, suffix: str) -> None:
    whole = with_metadata(tmp_path / f"whole{suffix}").read_bytes()
    for length in range(0, len(whole) - 20, 97):
        original = tmp_path / f"a{suffix}"
        original.write_bytes(whole[:length])
        with pytest.raises(cuts.PhotoRefused):
            derived(original)


@pytest.mark.parametrize(
    "prepare",
    [
        lambda folder: (folder / "a.jpg").write_text("不是照片"),
        lambda folder: (folder / "a.jpg").write_bytes(b""),
        lambda folder: (folder / "a.jpg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>"),
        lambda folder: (folder / "a.jpg").write_bytes(b"%PDF-1.7 "),
        lambda folder: (folder / "a.jpg").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(40)),
        lambda folder: (folder / "a.jpg").write_bytes(b"PK\x03\x04" + bytes(40)),
        lambda folder: (folder / "a.jpg").write_text("<!DOCTYPE html><script>alert(1)</script>"),
        lambda folder: Image.new("RGB", (8, 8)).save(folder / "a.jpg", "BMP"),
    ],
    ids=["text", "empty", "svg", "pdf", "video", "office", "html", "bmp"],
)
def test_what_is_no_photo_is_told(
    project: Project, prepare: Callable[[Path], None], request: pytest.FixtureRequest
) -> None:
    reason = {
        "text": "打不开，可能只是改过后缀",
        "empty": "文件是空的",
        "svg": "这是 SVG 图形，可能夹带代码",
        "pdf": "这是 PDF 文件；文件请写到“附件”里",
        "video": "这是视频，或手机的特殊格式",
        "office": "这是 Word、Excel 之类的文件；文件请写到“附件”里",
        "html": "这是网页，不是照片",
        "bmp": "打不开，可能只是改过后缀",
    }[request.node.callspec.id]
    found = check_one(project, prepare)
    assert (found.code, found.what) == ("photo-type", f"“a.jpg”不是能用的照片（{reason}）。")


@pytest.mark.parametrize("format", ["GIF", "TIFF", "WEBP", "PNG"])
def test_photos_are_known_by_their_bytes_not_their_name(project: Project, format: str) -> None:
    project.record("sites/bailu", PHOTO.format("a.jpg"))
    (project.content / "sites/bailu").mkdir(exist_ok=True)
    quarters().save(project.content / "sites/bailu/a.jpg", format)
    assert project.problems() == ()


def test_photos_of_iphones_are_read(project: Project) -> None:
    """HEIC, written by another library than the one that reads it."""
    file = project.record("sites/bailu", PHOTO.format("a.jpg")).parent / "a.jpg"
    pillow_heif.from_pillow(quarters()).save(file)
    assert project.problems() == ()
    assert near(corners(derived(file).largest)["nw"], RED, 40)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG", "TIFF"])
def test_moving_picture_is_shown_still_with_a_notice(project: Project, format: str) -> None:
    project.record("sites/bailu", PHOTO.format("a.gif"))
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue")]
    file = project.content / "sites/bailu/a.gif"
    frames[0].save(file, format, save_all=True, append_images=frames[1:])
    checked = project.check()
    assert checked.problems == ()
    assert [(found.code, found.line) for found in checked.notices] == [("photo-moving", 8)]
    assert near(corners(derived(file).largest)["se"], RED, 40)


def test_folder_named_like_a_photo_is_told(project: Project) -> None:
    found = check_one(project, lambda folder: (folder / "a.jpg").mkdir())
    assert found.code == "photo-type"


def test_too_many_pixels_are_refused(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(originals, "MAX_PIXELS", 40_000)
    found = check_one(project, lambda folder: make_photo(folder / "a.jpg", (300, 200)))
    what = "“a.jpg”有 300×200 像素，超过了上限 4 万像素。"
    assert (found.code, found.what) == ("photo-too-large", what)


def test_picture_longer_than_webp_can_be_is_refused(project: Project) -> None:
    found = check_one(project, lambda folder: make_photo(folder / "a.jpg", (10, 17_000)))
    what = "“a.jpg”有 10×17000 像素，太长了，超过了上限 16383 像素。"
    assert (found.code, found.what) == ("photo-too-large", what)


def test_picture_as_long_as_allowed_is_made(tmp_path: Path) -> None:
    picture = derived(make_photo(tmp_path / "a.png", (10, cuts.MAX_SIDE)))
    assert picture.largest.height == cuts.MAX_SIDE


def test_a_wide_panorama_is_made_smaller_not_refused(tmp_path: Path) -> None:
    picture = derived(make_photo(tmp_path / "a.png", (20_000, 100)))
    assert (picture.largest.width, picture.largest.height) == (64, 1)


def test_too_many_bytes_are_refused(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(originals, "MAX_PHOTO_BYTES", 100)
    found = check_one(project, lambda folder: make_photo(folder / "a.jpg"))
    assert found.code == "photo-too-large"


@pytest.mark.parametrize(
    ("present", "near"),
    [("合影1.jpg", "是不是“合影1.jpg”？"), ("HEYING.png", ""), ("index.jpg", "")],
)
def test_missing_photo_suggests_the_nearest(project: Project, present: str, near: str) -> None:
    found = check_one(project, lambda folder: make_photo(folder / present), "合影.jpg")
    what = f"这条记录的文件夹里没有“合影.jpg”。{near}"
    assert (found.code, found.what) == ("photo-missing", what)


@pytest.mark.parametrize("written", ["A.jpg", "a.JPG", "A.JPG"])
def test_wrong_case_is_told_with_the_right_one(project: Project, written: str) -> None:
    found = check_one(project, lambda folder: make_photo(folder / "a.jpg"), written)
    what = f"这条记录的文件夹里没有“{written}”。是不是“a.jpg”？"
    assert (found.code, found.what) == ("photo-missing", what)


def test_one_bad_photo_does_not_stop_the_others(project: Project) -> None:
    extra = "".join(f"  - 文件: {name}.jpg\n    图注: 一\n" for name in "abc")
    project.record("sites/bailu", f"照片:\n{extra}")
    folder = project.content / "sites/bailu"
    make_photo(folder / "a.jpg")
    (folder / "b.jpg").write_text("不是照片")
    make_photo(folder / "c.jpg")
    checked = project.check()
    assert [(found.field, found.code) for found in checked.problems] == [
        ("照片[2].文件", "photo-type")
    ]
    (entry,) = checked.catalog.entries
    assert [photo.file for photo in entry.record.photos] == ["a.jpg", "c.jpg"]
    rendered, problems = pipeline.preview(project.settings(drafts=True))
    # Two photos of the same bytes: the whole and the crop, each in two formats.
    assert (len(photos_of(rendered)), problems) == (4, checked.problems)


def test_photo_that_breaks_after_the_check_is_told_at_its_line(project: Project) -> None:
    project.record("sites/bailu", PHOTO.format("a.jpg"))
    file = make_photo(project.content / "sites/bailu/a.jpg")
    catalog = project.catalog()
    file.write_bytes(file.read_bytes()[:300])
    with pytest.raises(ContentError) as caught:
        derive_all(catalog, project.settings(), lambda done, total: None)
    (found,) = caught.value.problems
    assert (found.line, found.field, found.code) == (8, "照片[1].文件", "photo-damaged")


# ---------------------------------------------------------------- crops, consent, withdrawal


def crops(project: Project, path: str, extra: str) -> dict[str, Picture]:
    project.record(path, PHOTO.format("a.jpg") + extra)
    save(quarters().resize((640, 480)), project.content / path / "a.jpg", quality=95)
    pictures = derive_all(project.catalog(), project.settings(), lambda done, total: None)
    return {shape: picture for (_, shape), picture in pictures.by_shape.items()}


def test_first_photo_gets_the_crop_of_its_kind(project: Project) -> None:
    of_site = crops(project, "sites/bailu", "")
    assert set(of_site) == {"full", "card"}
    for file in of_site["card"].files:
        assert file.width / file.height == pytest.approx(1.5, rel=0.02)
    (project.content / "sites/bailu/index.md").unlink()
    of_member = crops(project, "members/zhang", "")
    assert set(of_member) == {"full", "portrait"}
    for file in of_member["portrait"].files:
        assert file.width / file.height == pytest.approx(0.8, rel=0.02)


@pytest.mark.parametrize(
    ("focus", "left", "right"),
    [("左边", RED, None), ("右边", None, BLUE), ("中间", RED, BLUE)],
)
def test_crop_keeps_its_focus_in_sight(
    project: Project,
    focus: str,
    left: tuple[int, int, int] | None,
    right: tuple[int, int, int] | None,
) -> None:
    picture = crops(project, "members/zhang", f"    重点: {focus}\n")["portrait"].largest
    found = corners(picture)
    # The crop of 4:3 to 4:5 leaves 60 %: at an edge it holds more of that side than of the other.
    with Image.open(picture.path) as image:
        middle = image.convert("RGB").getpixel((image.width // 2, 2))
    assert left is None or near(found["nw"], left)
    assert right is None or near(found["ne"], right)
    if left is None or right is None:
        assert near(middle, left or right or RED)


def test_withdrawn_photo_is_neither_shown_nor_kept(project: Project) -> None:
    project.record("sites/bailu", PHOTO.format("a.jpg"))
    make_photo(project.content / "sites/bailu/a.jpg", (400, 300))
    settings = project.settings()
    assert len(photos_of(pipeline.prepare(settings))) == 10
    assert list(settings.cache.rglob("*.webp")) != []
    project.record("sites/bailu", PHOTO.format("a.jpg") + "    撤下: 是\n")
    rendered = pipeline.prepare(settings)
    assert photos_of(rendered) == []
    photos = settings.cache / "photos"
    assert [path for path in photos.rglob("*") if path.is_file()] == []
    assert (project.content / "sites/bailu/a.jpg").is_file()


def test_photo_without_consent_stops_the_build(project: Project) -> None:
    project.record("sites/bailu", PHOTO.format("a.jpg") + "    同意公开: 否\n")
    make_photo(project.content / "sites/bailu/a.jpg")
    assert [found.code for found in project.problems()] == ["photo-no-consent"]


def test_consent_is_never_published(project: Project) -> None:
    project.record("sites/bailu", PHOTO.format("a.jpg") + "    同意公开: 是\n")
    make_photo(project.content / "sites/bailu/a.jpg")
    pages = "".join(page.content for page in pipeline.prepare(project.settings()).pages)
    assert "同意" not in pages


# ---------------------------------------------------------------- counted work


def test_second_build_decodes_nothing_and_a_changed_photo_only_itself(project: Project) -> None:
    extra = "".join(f"  - 文件: {name}.jpg\n    图注: 一\n" for name in "abc")
    project.record("sites/bailu", f"照片:\n{extra}")
    for width, name in enumerate("abc", 400):
        make_photo(project.content / f"sites/bailu/{name}.jpg", (width, 300))
    settings = project.settings()

    def decoded() -> int:
        return derive_all(project.catalog(), settings, lambda done, total: None).decoded

    def kept() -> set[Path]:
        return {path for path in (settings.cache / "photos").rglob("*") if path.is_file()}

    assert decoded() == 3
    before = kept()
    assert decoded() == 0
    make_photo(project.content / "sites/bailu/b.jpg", (500, 300))
    assert decoded() == 1
    made = kept() - before
    assert {path.suffix for path in made} == {".jpg", ".webp"}
    assert len({path.parent for path in made}) == 1


def test_one_worker_and_four_make_the_same_bytes(project: Project, tmp_path: Path) -> None:
    extra = "".join(f"  - 文件: {n}.jpg\n    图注: 一\n" for n in range(6))
    project.record("sites/bailu", f"照片:\n{extra}")
    for number in range(6):
        make_photo(project.content / f"sites/bailu/{number}.jpg", (300 + number, 200))

    def made(jobs: int) -> dict[str, bytes]:
        settings = replace(project.settings(), jobs=jobs, cache=tmp_path / str(jobs))
        pictures = derive_all(project.catalog(), settings, lambda done, total: None)
        return {file.uri: file.path.read_bytes() for file in pictures.files}

    assert made(1) == made(4)


def test_pruning_keeps_what_is_used(project: Project) -> None:
    project.record("sites/bailu", PHOTO.format("a.jpg"))
    file = make_photo(project.content / "sites/bailu/a.jpg", (400, 300))
    settings = project.settings()
    derive_all(project.catalog(), settings, lambda done, total: None)
    make_photo(file, (300, 200))
    catalog = project.catalog()
    derive_all(catalog, settings, lambda done, total: None)
    (settings.cache / "photos/ab").mkdir()
    (settings.cache / "photos/ab/.part-killed").mkdir()
    cache = photo_cache(settings)
    assert cache.prune(keys_in_use(catalog, settings)) == (2, 2)
    assert derive_all(catalog, settings, lambda done, total: None).decoded == 0
    assert list((settings.cache / "photos").rglob(".part-*")) == []


def test_avif_is_made_when_asked_for(tmp_path: Path) -> None:
    picture = derived(make_photo(tmp_path / "a.png"), replace(SMALL, avif=True))
    assert [file.width for file in picture.avif] == [16, 32, 64]
    with Image.open(picture.avif[-1].path) as image:
        assert image.format == "AVIF"


def test_pages_offer_avif_first_when_it_was_asked_for(project: Project) -> None:
    project.record("sites/bailu", PHOTO.format("a.jpg"))
    make_photo(project.content / "sites/bailu/a.jpg", (400, 300))
    recipe = replace(project.settings().recipe, avif=True)
    rendered = pipeline.prepare(replace(project.settings(), recipe=recipe))
    page = next(p.content for p in rendered.pages if p.uri == "sites/bailu/index.md")
    assert page.index('type="image/avif"') < page.index('type="image/webp"')
    assert {file.path.suffix for file in photos_of(rendered)} == {".avif", ".webp", ".jpg"}


def test_workers_wait_while_too_many_pixels_are_held() -> None:
    gate = Gate(10)
    held: list[int] = []
    most = 0

    def work(pixels: int) -> None:
        nonlocal most
        with gate.holding(pixels):
            held.append(pixels)
            most = max(most, sum(held))
            time.sleep(0.01)
            held.remove(pixels)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, [6, 5, 4, 3, 10, 99, 1, 2]))
    # 99 is more than the gate, so it had its turn alone.
    assert most == 99
    assert held == []


def test_originals_are_only_read(project: Project) -> None:
    project.record("sites/bailu", PHOTO.format("a.jpg"))
    file = with_metadata(project.content / "sites/bailu/a.jpg")
    before = (file.read_bytes(), file.stat().st_mtime_ns, sorted(file.parent.iterdir()))
    pipeline.prepare(project.settings())
    assert (file.read_bytes(), file.stat().st_mtime_ns, sorted(file.parent.iterdir())) == before


def test_orientation_table_of_these_tests_is_what_pillow_undoes() -> None:
    for orientation, turn in TURNED.items():
        image = quarters() if turn is None else quarters().transpose(turn)
        image.getexif()[ORIENTATION] = orientation
        assert ImageOps.exif_transpose(image).tobytes() == quarters().tobytes()
