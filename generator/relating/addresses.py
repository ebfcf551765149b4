"""Fixed addresses: pages that are no record's, and parts of addresses that no record may take."""

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
