"""What the theme shows on every page: names, menu, footer. Goes into the MkDocs configuration."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from generator.models import KINDS
from generator.models.website import Website
from generator.pictures.derivatives import Picture
from generator.relating.addresses import (
    BUILT,
    DATA,
    DIRECTORY,
    OPENSEARCH,
    STATISTICS,
    TIMELINE,
    TREE,
)
from generator.relating.catalog import Catalog
from generator.relating.trees import has_trees
from generator.rendering.outputs import Made

# Where a Chinese website's filing numbers must lead; partials/footer.html does.
_FILINGS = ("https://beian.miit.gov.cn/", "https://beian.mps.gov.cn/")


def website_config(
    catalog: Catalog,
    feeds: Iterable[tuple[str, str]],
    mark: Picture | None,
    image: Mapping[str, Any],
) -> dict[str, Any]:
    """Settings for MkDocs; what is for our own templates stands under `extra`.

    feeds: (title, uri). image: the picture that stands for pages without one of their own.
    """
    website = catalog.website
    menu = [{"label": kind.label, "url": f"{kind.folder}/"} for kind in KINDS.values()]
    about = [{"label": page.title, "url": page.permalink} for page in catalog.pages]
    nav: list[dict[str, str]] = [{"首页": "index.md"}]
    nav += [{kind.label: f"{kind.folder}/index.md"} for kind in KINDS.values()]
    return {
        "site_name": website.name,
        "site_description": website.description,
        "site_url": website.address_of("") or "",
        "nav": nav,
        "extra": {
            "generator": False,
            "website": _shown(website),
            "mark": _mark(mark),
            "image": dict(image),
            "menu": menu,
            "more": [{"label": label, "url": url} for label, url in more()],
            "about": about,
            "feeds": [{"title": title, "uri": uri} for title, uri in feeds],
            "directory": DIRECTORY,
            "opensearch": OPENSEARCH if website.address else "",
        },
    }


def linked_hosts(catalog: Catalog) -> frozenset[str]:
    """The websites to which frame, sources and bodies may link."""
    website = catalog.website
    addresses = [*_FILINGS, website.licence_url, website.correction]
    named = {urlsplit(address or "").hostname for address in addresses}
    named.update(host for entry in catalog.entries for host in entry.ties.hosts)
    return frozenset(filter(None, named)) | {
        host.partition(":")[0] for host in website.allowed_hosts
    }


def more() -> Iterable[tuple[str, str]]:
    """The other ways into the website: (label, permalink)."""
    yield "时间线", TIMELINE
    yield "名录", DIRECTORY
    if has_trees():
        yield "组织树", TREE
    yield "统计", STATISTICS
    yield "订阅与下载", DATA


def built(today: date) -> Made:
    """The day of the build, as a stylesheet: so it changes one small file, and not every page."""
    day = f"{today.year}年{today.month}月{today.day}日"
    return Made(BUILT, f'.zt-built::after{{content:"{day}"}}\n'.encode())


def _mark(mark: Picture | None) -> dict[str, Any]:
    if not mark:
        return {}
    jpeg, webp = mark.jpeg[-1], mark.webp[-1]
    return {"webp": webp.uri, "jpeg": jpeg.uri, "width": jpeg.width, "height": jpeg.height}


def _shown(website: Website) -> dict[str, Any]:
    correction = website.correction or ""
    return {
        "name": website.name,
        "tagline": website.tagline or "",
        "publisher": website.publisher,
        "organizer": website.organizer or "",
        "notice": website.notice or "",
        "contact": website.contact or "",
        "icp": website.icp or "",
        "police": website.police or "",
        "police_number": "".join(re.findall(r"\d", website.police or "")),
        "site_id": website.site_id or "",
        "correction": f"mailto:{correction}" if "@" in correction else correction,
        "suggestions": website.suggestions,
        "licence": website.licence or "",
        "licence_url": website.licence_url or "",
    }
