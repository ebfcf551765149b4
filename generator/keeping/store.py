"""Shelves of small things made before, in one SQLite file.

A thing has a name, a mark of all that decided it, and its bytes. Asked for by name and mark, it
comes back only while the mark is the same and its bytes are whole. A store that was written by
other code, or that SQLite finds damaged, is emptied; nobody notices but by the time that it takes.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar
from zlib import crc32

_FILE = "store.sqlite"
_PAGE = 65536  # bytes, so that most things lie in one piece and little is left empty beside them
_CHECK = 4  # bytes of checksum before each thing
_WAIT_SECONDS = 2
_AT_A_TIME = 500  # things that are fetched together
_CACHE_OF_COPY = 512  # KiB that a copy of the process holds of the file, instead of 2,000
# Python cannot decode what SQLite says of a damaged name.
_DAMAGED = (sqlite3.DatabaseError, UnicodeDecodeError)
T = TypeVar("T")


class Lost(Exception):
    """Something that should be on a shelf is not there, or is not what it was."""


# Of one shelf, things by name: (mark, bytes), or None for one that is to go.
Change = tuple[str, Mapping[str, tuple[bytes, bytes] | None]]


class Store:
    """folder: where the file lies, made if need be. key: of the code that wrote it.

    Not to be shared between threads: sqlite3.ProgrammingError says so. A forked copy of a process
    reads what was committed before; what it puts, it lays aside for its parent (`changes`,
    `change`).
    """

    def __init__(self, folder: Path, key: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        # What this process has made of things here already, for whoever put or took them.
        self.memory: dict[str, dict[str, Any]] = {}
        self._path = folder / _FILE
        self._key = key
        self._shelves: set[str] = set()
        self._process = os.getpid()
        self._is_copy = False
        self._inherited: list[sqlite3.Connection | None] = []
        self._aside: list[Change] = []
        self._db = self._opened()

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def shelf(self, name: str) -> "Shelf":
        """The shelf of that name (letters only); made if need be."""
        if name not in self._shelves:
            # Not WITHOUT ROWID: things of more than a KB would take a page each, and be put at a
            # fifth of the speed. The index lets `marks` pass over the things themselves.
            self.attempt(
                lambda db: db.execute(
                    f"CREATE TABLE IF NOT EXISTS {name}"
                    " (name TEXT PRIMARY KEY, mark BLOB NOT NULL, data BLOB NOT NULL)"
                )
            )
            self.attempt(
                lambda db: db.execute(
                    f"CREATE INDEX IF NOT EXISTS {name}_marks ON {name} (name, mark)"
                )
            )
            self._shelves.add(name)
        return Shelf(self, name)

    def forget(self) -> None:
        """Hold no more what this process made of things."""
        for held in self.memory.values():
            held.clear()

    def empty(self) -> None:
        """Keep nothing of what was put."""
        self._begin_anew()

    def commit(self) -> None:
        """Let other processes see what was put; a run that is killed before loses it."""
        self.attempt(lambda db: db.commit())

    def close(self) -> None:
        self.commit()
        if self._db:
            self._db.close()
            self._db = None

    def reopen(self) -> None:
        """Go on after it was closed, with what others put meanwhile."""
        self._db = self._opened()
        self._make_shelves()

    def attempt(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """What `work` gives; None if the file is damaged, and then it is begun anew.

        While another run writes, or on a full disk, this one goes on without the store's help; so
        does a forked copy that finds it damaged, since the file is not its own.
        """
        is_copy = self.is_copy
        if self._db is None:
            return None
        try:
            return work(self._db)
        except sqlite3.ProgrammingError:  # such as another thread's asking: no fault of the file's
            raise
        except _DAMAGED as error:
            if is_copy and _is_refused(error):
                return None
            if is_copy or _is_hindered(error):
                self._db.close()
                self._db = None
            else:
                self._begin_anew()
        return None

    @property
    def is_copy(self) -> bool:
        """Whether this is in a forked copy of the process that opened it."""
        if self._process != os.getpid():
            self._part_from_parent()
        return self._is_copy

    def lay_aside(self, change: Change) -> None:
        self._aside.append(change)

    def changes(self) -> list[Change]:
        """What was laid aside in this copy since it was last asked."""
        found, self._aside = self._aside, []
        return found

    def change(self, changes: Iterable[Change]) -> None:
        """Do what a copy laid aside."""
        for name, things in changes:
            shelf = self.shelf(name)
            shelf.drop(each for each, thing in things.items() if thing is None)
            shelf.put({each: thing for each, thing in things.items() if thing is not None})

    def _part_from_parent(self) -> None:
        """In a forked copy: a connection of its own, for reading."""
        self._process = os.getpid()
        self._is_copy = True
        self._inherited.append(self._db)  # never to be used here, nor to be closed
        if self._db is not None:
            place = f"{self._path.absolute().as_uri()}?mode=ro"
            self._db = sqlite3.connect(place, timeout=_WAIT_SECONDS, uri=True)
            self._db.execute(f"PRAGMA cache_size = -{_CACHE_OF_COPY}")

    def _begin_anew(self) -> None:
        if self._db:
            with suppress(sqlite3.Error):
                self._db.close()
            self._db = None
        self._db = self._made_anew()
        self._make_shelves()

    def _make_shelves(self) -> None:
        """Have all that somebody uses here."""
        shelves, self._shelves = self._shelves, set()
        for name in shelves:
            self.shelf(name)

    def _opened(self) -> sqlite3.Connection | None:
        try:
            db = self._connected()
            if db.execute("SELECT key FROM code").fetchall() == [(self._key,)]:
                return db
            db.close()
        except _DAMAGED as error:
            if _is_hindered(error):
                return None
        return self._made_anew()

    def _made_anew(self) -> sqlite3.Connection | None:
        try:
            return self._connected(anew=True)
        except sqlite3.OperationalError as error:
            if not _is_hindered(error):
                raise
            return None

    def _connected(self, *, anew: bool = False) -> sqlite3.Connection:
        place = str(self._path)
        if anew:
            try:
                for file in self._path.parent.glob(f"{_FILE}*"):
                    file.unlink()
            except OSError:  # Windows, while another run has it open
                place = ":memory:"
        db = sqlite3.connect(place, timeout=_WAIT_SECONDS)
        db.execute(f"PRAGMA page_size = {_PAGE}")
        # Losing the file to a power cut costs one slow build.
        db.execute("PRAGMA synchronous = OFF")
        # So that forked copies can read while this process writes.
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE IF NOT EXISTS code (key TEXT PRIMARY KEY)")
        if not db.execute("SELECT 1 FROM code").fetchall():
            db.execute("INSERT INTO code VALUES (?)", (self._key,))
        db.commit()
        return db


def _is_hindered(error: Exception) -> bool:
    """Whether the file is sound, but another run writes it, or the disk is full."""
    return "locked" in str(error) or "full" in str(error)


def _is_refused(error: Exception) -> bool:
    """Whether a copy asked for a shelf that is not there, or would have to make it."""
    return "no such table" in str(error) or "readonly" in str(error)


class Shelf:
    """Things of one sort, by name."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name

    def get(self, name: str, mark: bytes) -> bytes | None:
        """The thing of that name, if it was put with this mark and is whole."""
        query = f"SELECT mark, data FROM {self._name} WHERE name = ?"
        found = self._rows(query, (bytes, bytes), name)
        if not found or found[0][0] != mark:
            return None
        return _checked(found[0][1])

    def take(self, name: str, mark: bytes) -> bytes:
        """The same of a thing that must be there.

        Raises:
            Lost: it is not.
        """
        found = self.get(name, mark)
        if found is None:
            raise Lost(name)
        return found

    def marks(self) -> dict[str, bytes]:
        """The mark of every thing, by name."""
        return dict(self._rows(f"SELECT name, mark FROM {self._name}", (str, bytes)))

    def is_filled(self) -> bool:
        """Whether there is anything on it."""
        return bool(self._rows(f"SELECT 1 FROM {self._name} LIMIT 1", (int,)))

    def items(self) -> Iterator[tuple[str, bytes, bytes]]:
        """(name, mark, bytes) of every thing that is whole; nothing is to be put meanwhile."""
        columns = "rowid, name, mark, data"
        query = f"SELECT {columns} FROM {self._name} WHERE rowid > ? ORDER BY rowid LIMIT ?"
        last = 0
        while rows := self._rows(query, (int, str, bytes, bytes), last, _AT_A_TIME):
            last = rows[-1][0]
            for _, name, mark, data in rows:
                if (whole := _checked(data)) is not None:
                    yield name, mark, whole

    def put(self, things: Mapping[str, tuple[bytes, bytes]]) -> None:
        """Keep things: name → (mark, bytes)."""
        if self._store.is_copy:
            self._store.lay_aside((self._name, dict(things)))
            return

        def put(db: sqlite3.Connection) -> object:
            # Sealed one by one, since some are large.
            rows = ((name, mark, _sealed(data)) for name, (mark, data) in things.items())
            return db.executemany(f"REPLACE INTO {self._name} VALUES (?, ?, ?)", rows)

        # The first attempt may find the file damaged, and begin it anew.
        if not self._store.attempt(put):
            self._store.attempt(put)

    def drop(self, names: Iterable[str]) -> None:
        if self._store.is_copy:
            self._store.lay_aside((self._name, dict.fromkeys(names)))
            return
        rows = [(name,) for name in names]
        self._store.attempt(
            lambda db: db.executemany(f"DELETE FROM {self._name} WHERE name = ?", rows)
        )

    def keep_only(self, names: Iterable[str]) -> None:
        """Drop all that nobody names any more."""
        self.keep_if(set(names).__contains__)

    def keep_if(self, is_wanted: Callable[[str], bool]) -> None:
        """Drop all things but those of such names."""
        rows = self._rows(f"SELECT name FROM {self._name}", (str,))
        self.drop([name for (name,) in rows if not is_wanted(name)])

    def commit(self) -> None:
        """Let other processes see what is on all shelves."""
        self._store.commit()

    def _rows(self, query: str, kinds: tuple[type, ...], *values: str | int) -> list[Any]:
        """kinds: of what was put in each column; SQLite does not mind what damage makes of it."""

        def rows(db: sqlite3.Connection) -> list[Any]:
            found = db.execute(query, values).fetchall()
            if any(tuple(map(type, row)) != kinds for row in found):
                raise sqlite3.DatabaseError("something else than was put")
            return found

        return self._store.attempt(rows) or []


def _sealed(data: bytes) -> bytes:
    return crc32(data).to_bytes(_CHECK, "big") + data


def _checked(sealed: bytes) -> bytes | None:
    data = sealed[_CHECK:]
    return data if sealed[:_CHECK] == crc32(data).to_bytes(_CHECK, "big") else None
