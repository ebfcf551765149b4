"""From files in `content/` to records: read, judged, and every fault told with its place."""
