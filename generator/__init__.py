"""Zhanting: records in content/ → a public website. The whole way on one screen.

    content/ ─ load ─ validate ─ relate ─┬─ photos ─ lists ─ pages ─┬─ MkDocs ─ publish ─► site/
                                         │                          │
                   check: cheap,         │  build: only when        │
                   reports every fault   │  check is clean          │

To follow one record from its file to its page, read in this order:

    load.py         a file → RawRecord: its text, every field with its line (frontmatter.py: YAML)
    models/         what a record is: one declaration a field (fields.py), one file a kind
    validate.py     RawRecord → record, or problems (errors.py: all their messages)
    catalog.py      the related records: addresses, names, backlinks, groups
    relate.py       records → Catalog: references resolved, collisions found (references.py)
    photos.py       originals → derivatives, cached by fingerprint
    lists.py        which records stand on which list page
    pages.py        Catalog + pictures → pages, laid out by templates/ (markdown.py: bodies)
    mkdocs_hook.py  hands the pages to MkDocs, which dresses them with theme_overrides/
    publish.py      built beside its place, then swapped in
    pipeline.py     the order of all that: check, prepare, preview, build
    cli.py          the commands

Beside the way: new.py (zhanting new, rename), handbook.py (tables for the staff handbook),
suggest.py (是不是……？), pinyin.py (addresses and order of Chinese names), settings.py.
"""

__version__ = "0.1.0"
