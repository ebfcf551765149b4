"""A table (Excel, CSV) → drafts, and what is handed back of it.

    workbook or delimited ─ layout ─ rows ─► drafts ─ … ─► annotate

- workbook.py (number_formats.py), delimited.py: a file → sheets.py; pictures.py: their pictures.
- layout.py: where the table stands, and by headings.py what each column means; read.py: all sheets
  of a workbook; rows.py: a row → a draft, by cells.py; details.py: sheets that hold the parts of
  records; neighbours.py: files beside the table.
- importing.py: the whole way of one file; annotate.py: the copy with marks (remarks.py: what they
  say; annotated_workbook.py and cell_comments.py: put into somebody's own workbook).
- template.py: an empty table to fill in, with the columns of columns.py.
"""
