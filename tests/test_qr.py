"""The QR code on a page says its address, and nothing around it can spoil it."""

import re
from xml.etree import ElementTree

import pytest
import segno

from generator.qr import QUIET_ZONE, qr_svg

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


@pytest.mark.parametrize("address", ADDRESSES)
def test_path_paints_the_modules_of_the_code_once_each(address: str) -> None:
    code = segno.make_qr(address, error="m", boost_error=False, encoding="utf-8")
    rows = painted(qr_svg(address))
    side, rim = len(code.matrix), QUIET_ZONE
    inner = [row[rim:-rim] for row in rows[rim:-rim]]
    assert inner == [list(row) for row in code.matrix]
    assert len(rows) == side + 8
    assert sum(map(sum, rows)) == sum(map(sum, inner))


def test_error_correction_stays_medium_also_where_more_would_fit() -> None:
    code = segno.make_qr("https://a.cn/", error="m", boost_error=False)
    assert code.error == "M"
    side = int(parsed(qr_svg("https://a.cn/")).attrib["viewBox"].split()[2])
    assert side == len(code.matrix) + 8


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
