"""Addresses that count from the root become the shortest way from the page that shows them."""

import posixpath

import pytest

from generator.rendering.relative import ROOT, relative, relative_address

ADDRESSES = (
    *("", "activities/", "activities/page/2/", "activities/type/forum/", "activities/type/for/"),
    *("activities/forum/", "sites/bailu/", "sites/bai/", "sites/", "about/us/"),
    *("feed.xml", "sites/list.csv", "assets/photos/a1-640x480.webp", "activities/type/list.json"),
)
PAGES = tuple(address for address in ADDRESSES if address.endswith("/") or not address)


def by_the_library(address: str, page: str) -> str:
    found = posixpath.relpath(f"/{address}", f"/{page}")
    return f"{found}/" if address.endswith("/") or not address else found


@pytest.mark.parametrize("page", PAGES)
def test_each_address_is_the_way_from_the_page(page: str) -> None:
    for address in ADDRESSES:
        assert relative_address(address, page) == by_the_library(address, page)


@pytest.mark.parametrize("page", PAGES)
def test_all_addresses_of_a_page_are_found(page: str) -> None:
    html = "".join(f'<a href="{ROOT}{address}">{address}</a>' for address in ADDRESSES)
    html += f'<img srcset="{ROOT}assets/a.jpg 1w, {ROOT}assets/b.jpg 2w">'
    expected = "".join(
        f'<a href="{by_the_library(address, page)}">{address}</a>' for address in ADDRESSES
    )
    first, second = (by_the_library(f"assets/{name}.jpg", page) for name in "ab")
    expected += f'<img srcset="{first} 1w, {second} 2w">'
    assert relative(html, page) == expected
