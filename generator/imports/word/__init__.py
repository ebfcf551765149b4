"""A Word document → drafts, each value with the line that it came from.

    docx ─ walk ─ article ─ making ─► drafts

- `docx`: the file and its parts. `walk`: the XML → `blocks` (lines.py: within a paragraph;
  drawings.py, fields.py; looks.py: with styles.py and numbering.py; beside.py: what is only told).
- `article`: blocks → what they mean (edges.py: top and end; label_lines.py; headings.py; body.py;
  captions.py: which caption belongs to which picture).
- `making`: one record (from_labels.py, from_document.py, photos.py). `read` is the order of all
  that; compare.py holds it against another reader, private.py takes numbers of persons out,
  proposal.py shows it before anything is written.
"""
