"""What staff have (Excel, CSV, Word) → records.

    a reader → drafts → examine → write

A reader turns a file into `drafts.Draft`s: values with the places they came from. tables/ reads
Excel and CSV, word/ reads Word; neither knows the other. `examine` writes each draft as the text
of a record (`record_text`) and checks that text as `zhanting check` would; its problems are told
with the cell or paragraph that they came from. Nothing is written before all is examined; `write`
then puts all accepted records in their places, or none.
"""
