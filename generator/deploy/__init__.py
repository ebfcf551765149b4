"""From `site/` to the web: a release is composed beside, sent, checked, then switched to.

    site/ ─ compose ─┬─ folder: TARGET/releases/<time>-<digest>/, and TARGET/current points there
                     ├─ ssh:    the same on a server, sent by rsync
                     ├─ git:    a branch that a host serves as pages
                     └─ s3:     assets first, pages last, the manifest very last

    release.py    site/ + compressed copies + manifest + what is kept → Release
    compress.py   .gz and .br of text files
    target.py     what every target can do; address.py: which one is meant by `ssh://…`
    folder.py ssh.py git.py s3.py   the targets (session.py: one locked shell on a server)
    said.py       what programs and servers answered, in Chinese (../machines/s3.py: storages)
    run.py        the order: lock, compose, send, check, switch, tidy, compare
    command.py    from the options of a command (commands/deploy.py) to all that

`publishing/headers.py` says types and cache times to object storage; `docs/servers/` says the
same to nginx and Caddy.

The core never imports this package.
"""
