"""Tells when something below a folder was saved. The only door to watchdog."""

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


class _Listener(FileSystemEventHandler):
    def __init__(self, saved: Callable[[], None]) -> None:
        self._saved = saved

    def on_any_event(self, event: FileSystemEvent) -> None:
        if isinstance(event, _SAVED):
            self._saved()


def watch(folders: Iterable[Path], saved: Callable[[], None], *, polling: bool) -> BaseObserver:
    """Call `saved`, in a thread of its own, after each change below the folders; `stop` ends it.

    polling: look at all files again and again, for folders of other machines, which tell nothing.
    Where the system cannot tell of so many folders, they are looked at as well.
    """
    folders = tuple(folders)
    if polling:
        return _started(PollingObserver(timeout=_POLL_SECONDS), folders, saved)
    try:
        return _started(Observer(), folders, saved)
    except OSError:
        return _started(PollingObserver(timeout=_POLL_SECONDS), folders, saved)


def _started(
    observer: BaseObserver, folders: Iterable[Path], saved: Callable[[], None]
) -> BaseObserver:
    for folder in folders:
        observer.schedule(_Listener(saved), str(folder), recursive=True, event_filter=list(_SAVED))
    observer.start()
    return observer
