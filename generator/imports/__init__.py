"""What staff have (Excel, CSV, Word) → records.

    a reader → drafts → examine → write

A reader turns a file into `drafts.Draft`s: values with the places they came from. `examine` writes
each as the text of a record and checks that text as `zhanting check` would; its problems are told
with the cell or paragraph that they came from. Nothing is written before all is examined; `write`
then puts all accepted records in their places, or none.
"""
