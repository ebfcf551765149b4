"""The year's report: what an office hands to its superiors, as sheets of the exported workbook.

    period ─ activities ─ counts, stated, gaps ─ report ─ book, charts ─► workbook

All but the last two are plain functions from the catalog to `pages`, which hold texts and numbers.
Only what may be published is counted, so the sheets agree with the website. What a record leaves
open stays open: no month, year, attendance or hour is guessed, and fuzzy numbers are never added.
"""
