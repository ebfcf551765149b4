"""The QR code on a page says its address, and nothing around it can spoil it."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image

from generator.rendering.qr import QUIET_ZONE, qr_svg

ADDRESSES = [
    "https://example.gov.cn/brands/yi-wu-x/",
    "https://example.gov.cn/",
    "https://example.gov.cn/党建/?q=中文&page=2#x",
    "https://example.gov.cn/" + "a" * 200 + "/",
]
SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    # Inline SVG of HTML needs no namespace; a reader of XML does.
    return ElementTree.fromstring(svg.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))


def painted(svg: str) -> list[list[int]]:
    """The modules that the path covers, as rows of 0 and 1, quiet zone included."""
    root = parsed(svg)
    side = int(root.attrib["viewBox"].split()[2])
    path = root.findall(f"{SVG}path")[1].attrib["d"]
    assert re.fullmatch(r"M0 \.5(m-?\d+ \d+h\d+)+", path)
    rows = [[0] * side for _ in range(side)]
    x = y = 0
    for right, down, length in re.findall(r"m(-?\d+) (\d+)h(\d+)", path):
        x, y = x + int(right), y + int(down)
        for _ in range(int(length)):
            rows[y][x] += 1
            x += 1
    return rows


def read(svg: str) -> zxingcpp.Barcode:
    """What a reader of codes sees in the picture, printed small."""
    rows = painted(svg)
    side = len(rows)
    modules = bytes(0 if dark else 255 for row in rows for dark in row)
    picture = Image.frombytes("L", (side, side), modules).resize((3 * side, 3 * side), 0)
    code = zxingcpp.read_barcode(picture)
    assert code is not None
    return code


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_reader_finds_the_address(address: str) -> None:
    code = read(qr_svg(address))
    assert code.text == address
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    assert code.ec_level == "M"


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_module_is_painted_once_and_the_quiet_zone_is_kept(address: str) -> None:
    rows = painted(qr_svg(address))
    assert {cell for row in rows for cell in row} == {0, 1}
    rim = [*rows[:QUIET_ZONE], *rows[-QUIET_ZONE:]]
    rim += [row[:QUIET_ZONE] + row[-QUIET_ZONE:] for row in rows]
    assert not any(map(any, rim))


@pytest.mark.parametrize("signs", ["abc/-.", "0123456789", "ABC-/", "党建展厅a"])
def test_the_mask_is_the_one_that_the_library_finds_best_of_all(signs: str) -> None:
    for length in range(1, 150, 4):
        address = "https://a.cn/" + "".join(signs[n * n % len(signs)] for n in range(length))
        code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
        picture: Any = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
        rows = [[int(not grey) for grey in row] for row in memoryview(picture).tolist()]
        inner = painted(qr_svg(address))[QUIET_ZONE:-QUIET_ZONE]
        assert [row[QUIET_ZONE:-QUIET_ZONE] for row in inner] == rows, address


def test_the_smallest_code_that_holds_it() -> None:
    # ISO/IEC 18004, table 7: version 1 has 21 modules and holds 14 bytes at level M.
    for address, modules in (("https://a.cn/", 21), ("https://ab.cn/x", 25)):
        assert len(painted(qr_svg(address))) == modules + 2 * QUIET_ZONE


def test_an_address_that_fits_no_code_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        qr_svg("https://a.cn/" + "a" * 3000)


def test_black_on_white_without_help_of_a_stylesheet() -> None:
    ground, modules = parsed(qr_svg(ADDRESSES[0])).findall(f"{SVG}path")
    assert ground.attrib["fill"] == "#fff"
    assert (modules.attrib["stroke"], modules.attrib["fill"]) == ("#000", "none")
    assert "style" not in qr_svg(ADDRESSES[0])


def test_is_named_for_those_who_do_not_see_it() -> None:
    svg = qr_svg('https://a.cn/?a=1&b="<')
    root = parsed(svg)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == '本页二维码：https://a.cn/?a=1&b="<'


def test_size_is_given_in_px() -> None:
    assert tuple(qr_svg("https://a.cn/").split(" ")[6:8]) == ('width="144"', 'height="144"')
    assert 'width="200" height="200"' in qr_svg("https://a.cn/", size_px=200)


def test_same_address_gives_the_same_text() -> None:
    assert qr_svg(ADDRESSES[0]) == qr_svg(ADDRESSES[0])
    assert qr_svg(ADDRESSES[0]) != qr_svg(ADDRESSES[1])
