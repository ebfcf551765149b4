"""Three reviews (三审三校): who has read which version of a record, and what may be published.

    matter       what is reviewed: a record's text and photos as parts, each with its hash
    log          the file of one record's reviews below content/reviews, each chained to the former
    standing     the rules (order, three people, dates, one content) and where a record stands
    publication  the stage between reading and validating: only what was approved goes on
    git          the few git commands, signatures  who signed the commit of a review
    signing      one review or return, as one commit; commands, form  what staff see of it all

A name in a review is a record, not a proof; signed commits prove it (see docs/decisions.md).
"""
