"""Pieces of HTML that stand on many pages: laid out once, then used again on each of them.

A record's card is on some ten lists, and the facets of a kind are on the first page of each of its
terms. Addresses in them count from the root (relative.py), so they are the same everywhere.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from generator.relating.entry import Entry
from generator.relating.lists import ListPage
from generator.relating.trace import note
from generator.rendering.view import View

if TYPE_CHECKING:
    import jinja2

# Some 3 MB of them; lists come kind by kind, and what is forgotten is only laid out again.
_REMEMBERED = 1 << 11


class Fragments:
    """Lays the pieces out by the macros of an environment; its methods are filters there."""

    def __init__(self, environment: "jinja2.Environment", view: View) -> None:
        card: Any = environment.get_template("_macros/card.j2").module
        facets: Any = environment.get_template("_macros/facets.j2").module

        @lru_cache(_REMEMBERED)
        def card_of(entry: Entry, level: int, is_first: bool) -> Markup:
            return Markup(card.card(view, entry, level, is_first))

        @lru_cache(_REMEMBERED)
        def row_of(entry: Entry) -> Markup:
            return Markup(card.row(entry))

        self._view = view
        self._card_of, self._row_of, self._lay_out_facets = card_of, row_of, facets.facets
        self._facets: dict[tuple[str, str], Markup] = {}

    @property
    def laid_out(self) -> int:
        """How many cards were laid out so far."""
        return self._card_of.cache_info().misses

    def cards(self, entries: Iterable[Entry], level: int, is_leading: bool = False) -> Markup:
        """A row of cards. is_leading: the first of them is in sight when the page opens."""
        return Markup("\n").join(
            [
                self.card(entry, level, is_first=is_leading and not place)
                for place, entry in enumerate(entries)
            ]
        )

    def card(self, entry: Entry, level: int, is_first: bool = False) -> Markup:
        note("face", entry.permalink)  # each time, so that whoever takes notes hears of it
        # Without a picture the first card is like all others.
        return self._card_of(entry, level, is_first and bool(entry.face.cover))

    def row(self, entry: Entry) -> Markup:
        """A record in one line."""
        note("face", entry.permalink)
        return self._row_of(entry)

    def facets(self, page: ListPage) -> Markup:
        """The ways through the lists of a kind, with the term marked whose list this is."""
        kind, group = page.kind, page.group
        current = "true" if group else "page"
        # What it shows is asked for each time, so that who notes facts hears of it.
        counts = self._view.kind_counts()
        groups = {facet: self._view.catalog.groups(kind.kind, facet) for facet in kind.facets}
        html = self._facets.get((kind.kind, current))
        if html is None:
            html = Markup(self._lay_out_facets(kind, counts, groups, current))
            self._facets[kind.kind, current] = html
        if group is None:
            return html
        chip = f'data-zt-term="{group.facet}:{group.slug}"'
        return Markup(str(html).replace(chip, f'{chip} aria-current="page"', 1))
