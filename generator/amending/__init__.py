"""The short way of a build: where only texts of records became others since the last one.

    snapshot.py   every file that a build reads, by its stamp: which of them changed?
    standing.py   what the last build left, by which that is known
    texts.py      a record read again: is all but its text as it was? its page with that text
    amend.py      these pages and the search index, put into the website (publishing/patch.py)

A text decides one part of its record's page (`outputs.Slot`) and the record's words in the search
index, and nothing else. So nothing else has to be known: neither the other records, nor how they
hang together, nor what else is on the website. Whatever may be otherwise takes the long way, and
both give the same bytes.
"""
