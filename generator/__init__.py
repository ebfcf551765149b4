"""Zhanting: records in content/ → a public website. The whole way on one screen.

    content/ ─ load ─ validate ─ relate ─┬─ photos ─ lists ─ pages ─┬─ MkDocs ─ publish ─► site/
                                         │                          │
                   check: cheap,         │  build: only when        │
                   reports every fault   │  check is clean          │

To follow one record from its file to its page, read in this order:

    load.py         a file → RawRecord: its text, every field with its line
                    (reading.py: the only door to content/; encoding.py, file_names.py: what is
                    refused; frontmatter.py: YAML; slips.py: slips of the keyboard, read as meant)
    models/         what a record is: one declaration a field (fields.py), one file a kind
    validate.py     RawRecord → record, or problems (errors.py; messages.py: what staff read)
    reviews/        the stage before it while reviews are on: what of all that may be published
    catalog.py      the related records: addresses, names, backlinks, groups
    relate.py       records → Catalog: references resolved, collisions found (references.py)
    markdown.py     bodies and hand-written pages made harmless, in a process of its own
                    (conversion.py); links.py: where their links lead
    photos.py       which photo is wanted in which shape (pixels.py: one original → derivatives;
                    photo_cache.py: kept by fingerprint; gate.py: bounds their memory)
    privacy.py      personal data in all of it (personal_data.py: the rules; attachment_search.py,
                    attachment_text.py: inside attachments; waivers.py: what a reason lets pass)
    attachments.py  files to download (mark.py: the office's own mark; share.py and drawing.py:
                    the picture that stands for a page elsewhere, lines.py: how its text breaks)
    lists.py        which records stand on which list page; other ways to them: timeline.py,
                    directory.py, trees.py, network.py (network_svg.py draws it), statistics.py
    pages.py        Catalog + files → pages, laid out by templates/ (view.py: what a template may
                    ask; theme.py: what stands on every page)
    for machines:   structured.py (schema.org), feeds.py, calendars.py, tables.py (table_xlsx.py),
                    discovery.py (sitemap, robots, manifest, OpenSearch), qr.py
    search.py       the search index (search_text.py: a record's words; normalize.py: their one
                    normal form); search-engine.js in theme_overrides/ answers from it
    hashed.py       scripts and styles under names made of their content
    mkdocs_hook.py  hands the pages to MkDocs, which dresses them with theme_overrides/
                    (frames.py: one page of each shape; the others are filled in)
    final_check.py  the finished website: all there, nothing else, no dead link
    publish.py      built beside its place, then switched in (lock.py: one writer at a time;
                    replace.py: in one step; manifest.py: what it holds; releases.py: the way back)
    pipeline.py     the order of all that: check, prepare, preview, build
    cli.py          the commands

Afterwards: verify.py (was a website touched? verify_http.py: a live one; signing.py: whose
manifest it is; html_facts.py: what a page asks for; headers.py: what the server says with it).

Beside the way: imports/ (Excel, CSV and Word → drafts), exporting.py (records → Excel), paste.py
(zhanting clean), wording/ (zhanting check --wording; texts.py: every text of a record with its
line), deploy/ (zhanting deploy: site/ → the web), new.py (zhanting new, rename), photo_files.py
(zhanting photos), handbook.py (tables for the staff handbook), reports.py (problems for CI hosts),
suggest.py (是不是……？), pinyin.py (addresses and order of Chinese names), addresses.py (fixed
addresses), outputs.py (what a build makes), settings.py, licences.py (docs/licences.md).
"""

__version__ = "0.1.0"
