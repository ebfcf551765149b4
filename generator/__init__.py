"""Zhanting: records in content/ → a public website. The whole way on one screen.

    content/ ─ load ─ validate ─ relate ─┬─ photos ─ lists ─ pages ─┬─ MkDocs ─ publish ─► site/
                                         │                          │
                   check: cheap,         │  build: only when        │
                   reports every fault   │  check is clean          │

Each room below is a folder. To follow one record from its file to its page, read in this order:

    reading/        load.py: all of content/ (folders.py: what lies there; files.py: the only door
                    to it; encoding.py, file_names.py: what is refused); text_file.py: a file →
                    RawRecord (raw.py), its text, every field with its line (frontmatter.py: YAML;
                    slips.py: slips of the keyboard, read as meant)
    models/         what a record is: one declaration a field (fields.py), one file a kind
    reading/        validate.py: RawRecord → record, or problems (errors.py; messages/: what staff
                    read)
    reviews/        the stage before it while reviews are on: what of all that may be published
    records.py      these steps for some folders at a time, and a look at the photos and attachments
                    in them; content.py: for all of content/, many on all cores
    text/           markdown.py: bodies and hand-written pages made harmless (converter.py: those
                    that are not plain, in a process of its own: conversion.py); links.py: where
                    their links lead
    checks/         privacy.py: personal data in all of it (personal_data.py: the rules;
                    attachments.py, attachment_search.py: inside attachments; waivers.py: what a
                    reason lets pass)
    relating/       entry.py: a record with its address; relate.py: all of them → Catalog
                    (catalog.py), references resolved both ways (references.py), collisions found;
                    lists.py: which records stand on which list page; other ways to them: timeline,
                    directory, trees, network (spelled.py: their names, spelled ahead)
    pictures/       photos.py: which photo is wanted in which shape (originals.py: what is a photo;
                    upright.py, pixels.py: one original → derivatives; photo_cache.py: kept by
                    fingerprint; gate.py: bounds their memory; photo_workers.py: made by other
                    machines); mark.py: the office's mark; share.py: drawn pictures that stand for
                    a page (share_layout.py); clean.py: a picture from elsewhere as it may be kept
    rendering/      pages.py: Catalog + files → pages, laid out by templates/ (view.py: what a
                    template may ask; theme.py: what stands on every page; structured.py:
                    schema.org; hashed.py: scripts and styles under names made of their content)
    downloads/      what is taken away: feeds, calendars, tables (rows.py: a record's row in each),
                    the sitemap (discovery.py)
    search/         index.py: the search index (text.py: a record's words); search-engine.js in
                    theme_overrides/ answers from it
    mkdocs_hook.py  hands the pages to MkDocs (mkdocs_run.py starts it), which dresses them with
                    theme_overrides/ (rendering/layout.py: one page of each shape; frames.py: the
                    others; engines.py: ProperDocs or Zensical in its place)
    keeping/        store.py: what was made before and can be used again, by a mark of all that
                    decided it (codec.py: only as data; pieces.py: large things; code.py: by the
                    same code; beside.py: what that alone decides): records.py, pages.py
                    (relating/trace.py, facts.py: what they asked; told.py), texts.py,
                    sounds.py, memo.py
    publishing/     assembly.py: of all that is wanted (wanted.py) what is the same as before is
                    shared (trees.py; ledger.py: what is known of it; spare.py: the folder used
                    again), the rest written (press.py), or a few files put into it (patch.py);
                    final_check.py: all there, nothing else, no dead link (glance.py, html_facts.py;
                    spool.py: what pages ask for); publish.py: built beside its place, then switched
                    in (lock.py: one writer at a time; replace.py: in one step; manifest.py: what it
                    holds; releases.py: the way back); afterwards verify.py (was a website
                    touched?), signing.py, headers.py
    amending/       the short way of a build, where only texts of records became others
    machines/       when one machine is too slow: storage.py (what machines share), executors.py
                    (threads here, or a Dask cluster); forks.py: all cores of this one
    pipeline.py     the order of all that: check, prepare, preview, build
    cli.py          from what was typed to one of commands/: its arguments, and what it does

Beside the way: imports/ (Excel, CSV and Word → drafts), exporting.py (records → Excel), yearly/
(the year's report in it), preview/ (zhanting preview: one record as it will look), text/paste.py
(zhanting clean), wording/ (zhanting check --wording), deploy/ (zhanting deploy: site/ → the web),
new.py (zhanting new, rename), handbook.py (tables for the staff handbook), reports.py (problems
for CI hosts), settings.py, licences.py (docs/licences.md).
"""

__version__ = "0.1.0"
