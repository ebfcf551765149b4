"""Names spelled while records are read: on all cores, and by processes that end before long.

The website as a whole asks for them afterwards, and would else load the dictionaries to stay.
"""

from functools import cache

from generator.models.values import Reference
from generator.relating.entry import Entry
from generator.text.pinyin import slug_from, sort_key


def spell(entry: Entry) -> tuple[()]:
    """Ask how a record's names and terms are spelled, as directory and groups will."""
    for name in entry.face.names[1:]:
        sort_key(name)
    for terms in entry.ties.terms:
        for term in terms:
            _spell_term(*((term.text, term.text) if isinstance(term, Reference) else term))
    return ()


@cache  # most records share their terms with others
def _spell_term(key: str, label: str) -> None:
    slug_from(key, "term")
    sort_key(label)
