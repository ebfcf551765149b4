"""The configurations for nginx and Caddy send what they should, measured on both."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
import servers
from servers import get

from generator.deploy.command import now
from generator.deploy.release import Order, compose
from generator.publishing.headers import SECURITY, cache_control, content_type

FILES = ("index.html", "sites/1/index.html")
OTHERS = {
    f"data/file{suffix}": "x" * 300
    for suffix in [
        ".css",
        ".js",
        ".json",
        ".webmanifest",
        ".xml",
        ".txt",
        ".csv",
        ".ics",
        ".svg",
        ".png",
        ".jpg",
        ".webp",
        ".avif",
        ".pdf",
        ".docx",
        ".xlsx",
        ".pptx",
        ".zip",
    ]
}


HASHED = {
    "assets/files/0123456789abcdef0123.pdf": "x" * 300,
    "assets/javascripts/menu.0123456789abcdef.js": "x" * 300,
    "assets/javascripts/decade.js": "x" * 300,
}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    site = servers.website(folder / "site", 1, **OTHERS, **HASHED)
    order = Order(now(), None, 7, None, frozenset(), compress=True, jobs=2)
    made = folder / "release"
    compose(site, folder / "cache", None, order).lay_out(made)
    (made / ".secret").write_text("secret")
    return made


@pytest.fixture(scope="module", params=[servers.nginx, servers.caddy], ids=["nginx", "caddy"])
def url(
    request: pytest.FixtureRequest, release: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with request.param(tmp_path_factory.mktemp("server"), release) as address:
        yield address


def picture(release: Path) -> str:
    return next((release / "assets/photos").iterdir()).relative_to(release).as_posix()


def test_pages_assets_and_errors_carry_the_security_headers(url: str, release: Path) -> None:
    asked = {"": 200, "sites/1/": 200, "data/file.js": 200, picture(release): 200, "nowhere": 404}
    for uri, status in asked.items():
        answer = get(url + uri)
        sent = {name: answer.headers.get(name.lower()) for name in SECURITY}
        assert (uri, answer.status, sent) == (uri, status, SECURITY)


def test_types_are_those_that_the_manifest_of_types_says(url: str) -> None:
    sent = {uri: get(url + uri).headers.get("content-type") for uri in OTHERS}
    assert sent == {uri: content_type(uri) for uri in OTHERS}
    assert get(url).headers["content-type"].lower() == "text/html; charset=utf-8"


def test_what_is_named_by_content_is_kept_for_a_year(url: str, release: Path) -> None:
    for uri in ("", "sites/1/", "data/file.js", "SHA256SUMS", *HASHED, picture(release)):
        expected = cache_control(uri or "index.html")
        assert (uri, get(url + uri).headers["cache-control"]) == (uri, expected)
    assert "immutable" in get(url + picture(release)).headers["cache-control"]
    # An error must not be remembered in the place of a file that comes later.
    assert get(f"{url}assets/photos/{'0' * 20}-320.webp").headers["cache-control"] == "no-cache"


def test_pages_are_asked_about_and_found_unchanged(url: str) -> None:
    tag = get(url).headers["etag"]
    assert get(url, If_None_Match=tag).status == 304


@pytest.mark.parametrize("uri", ["", "data/file.css", "data/file.ics", "nowhere"])
def test_compressed_copies_are_negotiated(url: str, uri: str) -> None:
    plain = get(url + uri)
    assert "content-encoding" not in plain.headers
    zipped = get(url + uri, Accept_Encoding="gzip")
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    small = get(url + uri, Accept_Encoding="gzip, br")
    assert small.headers["content-encoding"] == "br"
    assert brotli.decompress(small.body) == plain.body
    for answer in (zipped, small):
        assert answer.headers["content-type"] == plain.headers["content-type"]
        assert "accept-encoding" in answer.headers["vary"].lower()


def test_unknown_addresses_show_our_page_with_status_404(url: str, release: Path) -> None:
    for uri in ("nowhere", "nowhere/", "data/nothing.ics", ".secret", "data/"):
        answer = get(url + uri)
        assert (uri, answer.status) == (uri, 404)
        assert answer.body == (release / "404.html").read_bytes()
        assert answer.headers["content-type"].lower() == "text/html; charset=utf-8"


def test_a_folder_without_its_slash_leads_to_the_page(url: str) -> None:
    answer = get(f"{url}sites/1")
    assert answer.status in {301, 308}
    assert answer.headers["location"] == "/sites/1/"


def test_the_manifest_is_served_as_text(url: str, release: Path) -> None:
    answer = get(f"{url}SHA256SUMS")
    assert answer.body == (release / "SHA256SUMS").read_bytes()
    assert answer.headers["content-type"].lower() == "text/plain; charset=utf-8"
