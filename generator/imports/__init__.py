"""What staff have (Excel, CSV, Word) → records.

    a reader → drafts → examine → write

A reader turns a file into `drafts.Draft`s: values with the places they came from. tables/ reads
Excel and CSV, word/ reads Word; neither knows the other. `examine` puts each draft on `trial`: it
is written as the text of a record (`record_text`, with `kept_files` beside it), that text is
checked as `zhanting check` would, and held against what is there (`library`); problems are told
with the cell or paragraph that they came from. Nothing is written before all is examined; `write`
then puts all accepted records in their places, or none.
"""
