"""The wording check: notices about words, punctuation, numbers, dates, names and sums.

`passage` makes the texts of a record readable for rules; each other module holds rules, which are
plain functions from a passage to findings; `check` runs them all and words the notices.
"""
