"""How machines find the pages: sitemap, robots.txt and web manifest."""

import json
from collections.abc import Iterable, Sequence
from urllib.parse import quote
from xml.etree import ElementTree as ET

from generator.downloads.feeds import xml_bytes
from generator.models.website import Website
from generator.relating.addresses import OPENSEARCH, SEARCH
from generator.relating.catalog import Catalog
from generator.rendering.outputs import Made
from generator.rendering.structured import iso_date

_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_OPENSEARCH_NAME = 16  # characters, says the specification
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MAX_BYTES = 50 * 1024 * 1024
# Bytes of tags, indentation and lastmod around one address in a sitemap: 67, rounded up.
_AROUND_BYTES = 100
_SHORT_NAME = 12


def discovery(catalog: Catalog, uris: Iterable[str], limit: int = 50_000) -> tuple[Made, ...]:
    """The files that tell machines what there is.

    Args:
        catalog: gives the website's name and address, and when records were checked.
        uris: permalinks of all pages to be found, not percent-encoded: "" is the home page.
        limit: most addresses that one sitemap may hold.

    Returns:
        `manifest.webmanifest` and `robots.txt`; with an address of the website also
        `sitemap.xml`, which beyond the limit is an index of `sitemap-1.xml` and so on, and
        `opensearch.xml`.

    Source: sitemaps.org/protocol.html; RFC 9309; w3.org/TR/appmanifest;
        github.com/dewitt/opensearch.
    """
    website = catalog.website
    sitemaps = _sitemaps(catalog, sorted(set(uris)), limit) if website.address else ()
    searching = (_opensearch(website),) if website.address else ()
    return (web_manifest(website), _robots(website), *searching, *sitemaps)


def web_manifest(website: Website) -> Made:
    """What a phone needs to put the website on its home screen; it still opens in the browser."""
    data = {
        "name": website.name,
        "short_name": website.name[:_SHORT_NAME],
        "description": website.description,
        "lang": "zh-CN",
        "start_url": "./",
        "scope": "./",
        "display": "browser",
        "background_color": "#faf7f2",
        "theme_color": "#971a1d",
        "icons": [
            _icon("mark.svg", "any", "image/svg+xml"),
            _icon("mark-192.png", "192x192", "image/png"),
            _icon("mark-512.png", "512x512", "image/png"),
        ],
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return Made("manifest.webmanifest", f"{text}\n".encode())


def _icon(name: str, sizes: str, form: str) -> dict[str, str]:
    return {"src": f"assets/images/{name}", "sizes": sizes, "type": form}


def _robots(website: Website) -> Made:
    # Robots ask for it at the top of a host only; below a folder it does no harm.
    lines = ["User-agent: *", "Allow: /"]
    if sitemap := website.address_of("sitemap.xml"):
        lines += ["", f"Sitemap: {sitemap}"]
    return Made("robots.txt", "\n".join([*lines, ""]).encode())


def _opensearch(website: Website) -> Made:
    """How a browser searches the website from its own address bar."""
    root = ET.Element("OpenSearchDescription", xmlns=_OPENSEARCH)
    for name, text in (
        ("ShortName", website.name[:_OPENSEARCH_NAME]),
        ("Description", f"{website.name}：全站查找"),
        ("InputEncoding", "UTF-8"),
        ("Language", "zh-CN"),
    ):
        ET.SubElement(root, name).text = text
    icon = {"type": "image/svg+xml"}
    ET.SubElement(root, "Image", icon).text = website.address_of("assets/images/mark.svg")
    template = f"{website.address_of(SEARCH)}?q={{searchTerms}}"
    ET.SubElement(root, "Url", type="text/html", method="get", template=template)
    return Made(OPENSEARCH, xml_bytes(root))


# ---------------------------------------------------------------- sitemap


def _sitemaps(catalog: Catalog, uris: Sequence[str], limit: int) -> tuple[Made, ...]:
    checked = {entry.permalink: iso_date(entry.face.checked) for entry in catalog.entries}
    address_of = catalog.website.address_of
    pages = [(address_of(quote(uri)), checked.get(uri, "")) for uri in uris]
    size = min(limit, _MAX_BYTES // _longest(address for address, _ in pages))
    parts = [pages[start : start + size] for start in range(0, len(pages), size)]
    if len(parts) <= 1:
        return (_listing("sitemap.xml", "urlset", "url", pages),)
    split = [
        _listing(f"sitemap-{number}.xml", "urlset", "url", part)
        for number, part in enumerate(parts, start=1)
    ]
    whole = [(address_of(made.uri), "") for made in split]
    return (_listing("sitemap.xml", "sitemapindex", "sitemap", whole), *split)


def _longest(addresses: Iterable[str]) -> int:
    """Bytes that one page may take in a sitemap; `&` is the longest of all signs there."""
    written = (address.replace("&", "&amp;").encode() for address in addresses)
    return _AROUND_BYTES + max(map(len, written), default=0)


def _listing(uri: str, whole: str, part: str, pages: Sequence[tuple[str, str]]) -> Made:
    root = ET.Element(whole, {"xmlns": _SITEMAP})
    for address, changed in pages:
        element = ET.SubElement(root, part)
        ET.SubElement(element, "loc").text = address
        if changed:
            ET.SubElement(element, "lastmod").text = changed
    return Made(uri, xml_bytes(root))
