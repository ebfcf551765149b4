"""What a page is about, as schema.org JSON-LD: for search engines and other machines.

A kind says its type (`schema_type`), a field its property (`schema=`); nothing here knows a kind.
Only what is declared so gets in, so staff notes and consents never can.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from generator.models import KINDS, Record
from generator.models.components import Source
from generator.models.fields import fields_of
from generator.models.values import FuzzyNumber, PartialDate, Reference, Region, YesNo
from generator.models.website import Website
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry

_CONTEXT = "https://schema.org"
_LANGUAGE = "zh-CN"
# The property with which each type says where it is; any other type is only about a place.
_WHERE = {
    "Place": "address",
    "Organization": "address",
    "Person": "workLocation",
    "Event": "location",
}
_ABOUT_WHERE = "spatialCoverage"
# 2018年前 is not 2018; ISO 8601 has no way to write it.
_ASIDE = ("前", "后", "前后")
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_SIGNS = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def record_data(catalog: Catalog, entry: Entry, image: str = "") -> dict[str, Any]:
    """Describe a record and where its page stands in the website.

    The record's own node carries what its fields declare. What is true of the page and not of the
    place or person that it shows (sources, language, day of the check) stands in its
    `mainEntityOfPage`: schema.org knows these properties for works only.

    Args:
        catalog: resolves references, and gives the website's name and address.
        entry: the record.
        image: absolute address of its first photo; empty for none.

    Returns:
        {"@context", "@graph": [record, breadcrumb]}; without an address of the website there is
        no breadcrumb, no "@id" and no "url".

    Raises:
        TypeError: a field declares a property, but holds what has no schema.org value.

    Source: schema.org 29; developers.google.com/search/docs/appearance/structured-data/breadcrumb.
    """
    node = {
        "@type": entry.record.schema_type,
        **_identity(catalog.website, entry.permalink),
        **_declared(catalog, entry.record),
        **_filled({"image": image}),
        "mainEntityOfPage": _page(catalog.website, entry),
    }
    graph = [_with_place(node, entry.record.region), *_breadcrumb(catalog.website, entry)]
    return {"@context": _CONTEXT, "@graph": graph}


def list_data(
    website: Website, title: str, permalink: str, entries: Iterable[Entry]
) -> dict[str, Any]:
    """Describe one page of a list: a CollectionPage with the records on it, in their order."""
    items = [
        _step(position, entry.face.name, {"url": website.address_of(entry.permalink)})
        for position, entry in enumerate(entries, start=1)
    ]
    return {
        "@context": _CONTEXT,
        "@type": "CollectionPage",
        **_identity(website, permalink),
        "name": title,
        "inLanguage": _LANGUAGE,
        "isPartOf": _website(website),
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": len(items),
            "itemListElement": items,
        },
    }


def home_data(website: Website) -> dict[str, Any]:
    """Describe the website itself and who publishes it."""
    return {
        "@context": _CONTEXT,
        **_website(website),
        **_identity(website, ""),
        **_filled({"description": website.description, "license": website.licence_url}),
        "inLanguage": _LANGUAGE,
        "publisher": _organization(website.publisher),
    }


def script_text(data: Mapping[str, Any]) -> str:
    """JSON that is safe inside <script type="application/ld+json">, whatever its texts hold.

    `</script>` and `<!--` would end or twist the element, so no `<`, `>` or `&` is left in it.

    Source: html.spec.whatwg.org, "Restrictions for contents of script elements".
    """
    text = _JSON.encode(data)
    for sign, escaped in _SIGNS.items():
        text = text.replace(sign, escaped)
    return text


def iso_date(date: PartialDate | None) -> str:
    """2018-06-27, 2018-06 or 2018; empty if the year is not known, or not the one that is written.

    Source: schema.org/Date (ISO 8601); w3.org/TR/NOTE-datetime has the same spellings.
    """
    return date.machine if date and date.year and date.when not in _ASIDE else ""


# ---------------------------------------------------------------- one record


def _declared(catalog: Catalog, record: Record) -> dict[str, Any]:
    """The properties that the fields declare; fields that share one are told together."""
    said: dict[str, list[Any]] = {}
    for name, schema in _schema_fields(type(record)):
        value = getattr(record, name)
        if value is None:
            continue
        together = said.setdefault(schema, [])
        for item in value if isinstance(value, tuple) else (value,):
            told = _told(catalog, item)
            if told != "" and told not in together:
                together.append(told)
    return {name: told[0] if len(told) == 1 else told for name, told in said.items() if told}


@cache
def _schema_fields(model: type[Record]) -> tuple[tuple[str, str], ...]:
    """(name, schema.org property) of the fields that declare one."""
    specs = fields_of(model).items()
    return tuple((name, spec.schema) for name, spec in specs if spec.schema)


def _told(catalog: Catalog, value: object) -> Any:
    """One value as JSON-LD; empty text if there is no way to say it."""
    if isinstance(value, PartialDate):
        return iso_date(value)
    if isinstance(value, Reference):
        return _named(catalog, value)
    if isinstance(value, YesNo):
        return bool(value)
    # Each of these prints itself as visitors read it: a choice its label, a number its 余 or 近.
    if isinstance(value, str | FuzzyNumber | Region):
        return str(value)
    raise TypeError(f"no schema.org value for {type(value).__name__}")


def _named(catalog: Catalog, reference: Reference) -> dict[str, Any]:
    """What a reference names: a record, or something of the type that it would have as one."""
    if target := catalog.target(reference):
        url = catalog.website.address_of(target.permalink)
        return {
            "@type": target.face.model.schema_type,
            "name": target.face.name,
            **_filled({"url": url}),
        }
    kinds = reference.to.kinds
    return {"@type": KINDS[kinds[0]].schema_type if kinds else "Thing", "name": reference.text}


def _with_place(node: dict[str, Any], region: Region | None) -> dict[str, Any]:
    """The node, saying where it is in the way of its type; a place named by a field stays."""
    plain = {name: value for name, value in node.items() if name != "address"}
    address = _address(region, node.get("address"))
    if not address:
        return plain
    way = _WHERE.get(node["@type"], _ABOUT_WHERE)
    if way == "address":
        return {**plain, way: address}
    name = _filled({"name": str(region) if region else ""})
    return {way: {"@type": "Place", **name, "address": address}, **plain}


def _address(region: Region | None, street: str | None) -> dict[str, Any]:
    """A PostalAddress; empty if nothing is known.

    Levels keep their spaces: without them 济南 济南高新区 would stutter.
    """
    levels = region.levels if region else ()
    parts = {
        "addressRegion": " ".join(levels[:1]),
        "addressLocality": " ".join(levels[1:]),
        "streetAddress": street,
    }
    known = _filled(parts)
    return {"@type": "PostalAddress", "addressCountry": "CN", **known} if known else {}


# ---------------------------------------------------------------- its page


def _page(website: Website, entry: Entry) -> dict[str, Any]:
    # Without "@id": that is the record's, and one "@id" for both would make them one thing.
    return {
        "@type": "WebPage",
        **_filled({"url": website.address_of(entry.permalink)}),
        "inLanguage": _LANGUAGE,
        "isPartOf": _website(website),
        "publisher": _organization(website.publisher),
        **_filled({"dateModified": iso_date(entry.record.checked)}),
        "citation": [_citation(source) for source in entry.record.sources],
    }


def _citation(source: Source) -> dict[str, Any]:
    publisher = _organization(source.publisher) if source.publisher else None
    return {
        "@type": "CreativeWork",
        "name": source.title,
        **_filled(
            {
                "publisher": publisher,
                "datePublished": iso_date(source.date),
                "url": source.url,
            }
        ),
    }


def _breadcrumb(website: Website, entry: Entry) -> list[dict[str, Any]]:
    """The way 首页 → kind → record; none without addresses, which are all that it is made of."""
    if not website.address:
        return []
    record = entry.record
    way = (("首页", ""), (record.label, f"{record.folder}/"), (record.name, entry.permalink))
    steps = [
        _step(position, name, {"item": website.address_of(permalink)})
        for position, (name, permalink) in enumerate(way, start=1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": steps}]


# ---------------------------------------------------------------- small nodes


def _website(website: Website) -> dict[str, Any]:
    return {"@type": "WebSite", "name": website.name, **_filled({"url": website.address_of("")})}


def _organization(name: str) -> dict[str, Any]:
    return {"@type": "Organization", "name": name}


def _step(position: int, name: str, address: Mapping[str, str]) -> dict[str, Any]:
    return {"@type": "ListItem", "position": position, "name": name, **_filled(address)}


def _identity(website: Website, permalink: str) -> dict[str, Any]:
    url = website.address_of(permalink)
    return _filled({"@id": url, "url": url})


def _filled(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties without those that have nothing to say."""
    return {name: value for name, value in properties.items() if value}
