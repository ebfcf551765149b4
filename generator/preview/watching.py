"""Tells what was saved below a folder. The only door to watchdog."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

# Reading is an event as well. A look at thousands of folders would be told as many times, in the
# time that the page waits for; so the system is asked for these only.
_SAVED: tuple[type[FileSystemEvent], ...] = (
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    FileClosedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
)
_POLL_SECONDS = 0.3

# Hears of each path that changed; None: something did, but nobody knows what.
Hearer = Callable[[Path | None], None]


class _Listener(FileSystemEventHandler):
    def __init__(self, saved: Hearer) -> None:
        self._saved = saved

    def on_any_event(self, event: FileSystemEvent) -> None:
        if isinstance(event, _SAVED):
            for path in (event.src_path, event.dest_path):
                if path:
                    self._saved(Path(os.fsdecode(path)))


class _Poller(FileSystemEventHandler):
    """Polling goes by times and sizes alone, which a file may keep that is another now."""

    def __init__(self, saved: Hearer) -> None:
        self._saved = saved

    def on_any_event(self, event: FileSystemEvent) -> None:
        if isinstance(event, _SAVED):
            self._saved(None)


def watch(folders: Iterable[Path], saved: Hearer, *, polling: bool) -> BaseObserver:
    """Call `saved`, in a thread of its own, after each change below the folders; `stop` ends it.

    polling: look at all files again and again, for folders of other machines, which tell nothing.
    Where the system cannot tell of so many folders, they are looked at as well.
    """
    folders = tuple(folders)
    if not polling:
        try:
            return _started(Observer(), folders, _Listener(saved))
        except OSError:
            pass
    return _started(PollingObserver(timeout=_POLL_SECONDS), folders, _Poller(saved))


def _started(
    observer: BaseObserver, folders: Iterable[Path], handler: FileSystemEventHandler
) -> BaseObserver:
    for folder in folders:
        observer.schedule(handler, str(folder), recursive=True, event_filter=list(_SAVED))
    observer.start()
    return observer
