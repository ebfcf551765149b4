"""Fixed addresses: pages that are no record's, and parts of addresses that no record may take."""

import re

LIST_PAGE = "page"

TIMELINE = "timeline/"
DIRECTORY = "names/"
TREE = "tree/"
STATISTICS = "statistics/"
DATA = "data/"
SEARCH = "search/"
PAGES = (TIMELINE, DIRECTORY, TREE, STATISTICS, DATA, SEARCH)

OPENSEARCH = "opensearch.xml"
BUILT = "assets/built.css"

# A name that holds the beginning of its content's digest: photos/0123456789abcdef0123-320.webp,
# javascripts/menu.0123456789abcdef.js. docs/servers/ has the same pattern.
_IMMUTABLE = re.compile(r"assets/(?:.*[/.])?[0-9a-f]{12,64}(?:-[0-9]+)?\.[a-z0-9]+")


def is_immutable(uri: str) -> bool:
    """Whether an address never holds anything else, so that browsers may keep it for good."""
    return _IMMUTABLE.fullmatch(uri) is not None
