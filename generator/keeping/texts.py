"""Hand-written pages kept as HTML, so that a run without new text starts no conversion."""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b

from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.store import Store
from generator.reading.raw import Page
from generator.text.conversion import convert_all


def converted_pages(pages: Iterable[Page], store: Store | None) -> tuple[Page, ...]:
    """The pages with their HTML."""
    pages = tuple(pages)
    marks = {page: blake2b(page.text.encode(), digest_size=16).digest() for page in pages}
    shelf = store.shelf("texts") if store else None
    made = {}
    for page in pages:
        data = shelf.get(page.source, marks[page]) if shelf else None
        try:
            made[page] = unpacked(data or b"")
        except CodecError:
            continue
    missing = [page for page in pages if page not in made]
    found = convert_all([(page.text, True) for page in missing], jobs=1)
    made |= dict(zip(missing, found, strict=True))
    if shelf:
        shelf.put({page.source: (marks[page], packed(made[page])) for page in missing})
        shelf.keep_only(page.source for page in pages)
    return tuple(replace(page, converted=made[page]) for page in pages)
