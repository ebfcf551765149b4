"""Preview for one person: a record as it will look, and again at each save.

    content/ ─ saved ─► watching.py ─► loop.py ─► hall.py: what is wrong, what there is
                                          ▲             │
    browser ─ asks ──► server.py ─────────┘             └► rendering/layout.py: in its frame

Nothing is built ahead: a page is laid out when it is asked for, a photo made when a browser shows
it (gallery.py). moment.py holds what one look at the disk gave. All that reads the content happens
in one thread, one thing after the other. The page waits for its own next version (live.js) and
takes over what differs; neither that script nor anything else from here is ever published.
choice.py finds the record that is meant; command.py starts it all.
"""
