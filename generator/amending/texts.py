"""A record whose file changed: is all but its text as it was? Its page with the new text."""

from dataclasses import dataclass
from pathlib import Path

from generator.keeping.pages import kept_page
from generator.keeping.store import Store
from generator.models import FOLDERS
from generator.publishing.ledger import Ledger
from generator.reading.folders import RECORD_FILE
from generator.reading.load import bundle_in, read_bundles
from generator.records import understand
from generator.relating.entry import Entry
from generator.rendering.outputs import Output, html_uri
from generator.rendering.relative import laid_flat
from generator.settings import Settings
from generator.text.markdown import finish


@dataclass(frozen=True)
class Retold:
    """A record and its page. uri: of the page's file."""

    entry: Entry
    page: Output
    uri: str


def retold(
    path: str, settings: Settings, declared: frozenset[str], store: Store, ledger: Ledger
) -> Retold | None:
    """What becomes of a file; None if it is no record's, or if more than its text may be new.

    declared: what personal data the website may tell. ledger: of the present website.
    """
    entry = _sound(Path(path), settings, declared)
    if entry is None or entry.converted.faults:
        return None
    uri = html_uri(f"{entry.permalink}index.md")
    row = ledger.get(uri)
    page = kept_page(store, entry.permalink, row.key) if row else None
    if page is None or page.slot is None or page.slot.record != entry.marks.record:
        return None
    addresses = page.slot.addresses
    if any(link.target not in addresses for link in entry.converted.links):
        return None
    text = laid_flat(finish(entry.converted, addresses.__getitem__), entry.permalink)
    return Retold(entry, page.retold(page.slot, text), uri) if text else None


def _sound(path: Path, settings: Settings, declared: frozenset[str]) -> Entry | None:
    """The record that a file holds, if nothing is wrong with it."""
    inside = path.relative_to(settings.content).parts if path.name == RECORD_FILE else ()
    if len(inside) < 3 or inside[0] not in FOLDERS:
        return None
    records, broken, problems = read_bundles(settings, [bundle_in(settings, path.parent)])
    if broken:
        return None
    found = understand(settings, records, declared)
    is_sound = all(each.is_notice for each in (*problems, *found.problems))
    return found.entries[0] if is_sound and found.entries else None
