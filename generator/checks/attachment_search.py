"""Personal data in attachments: each file is searched once, in a process of its own, and noted.

A file from elsewhere may make its reader hang, crash or fill the memory; then only that process
ends, and the file counts as one that could not be searched.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from generator.checks import attachment_text, personal_data
from generator.checks.attachment_text import Unsearchable, texts_in
from generator.checks.personal_data import findings, key_of

MAX_SECONDS = 120
MAX_MEMORY_BYTES = 2 << 30


@dataclass(frozen=True, order=True)
class Held:
    """Personal data in a file. `digest` stands for the number itself, which no cache may hold."""

    kind: str
    masked: str
    where: str
    digest: str


@dataclass(frozen=True)
class Searched:
    """What is in one file; `unsearched` says why some of it could not be read."""

    held: tuple[Held, ...]
    unsearched: str = ""


def search(name: str, data: bytes, folder: Path) -> Searched:
    """Search an attachment, or read from `folder` what an earlier run found in the same bytes."""
    place = folder / f"{_fingerprint(name, data)}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        return _parsed(place.read_bytes())
    found = _in_own_process(name, data)
    if found is None:
        # Another time it may be read: nothing is kept of this.
        return Searched((), "读得太久，或读到一半中断了")
    folder.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=".part-", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(found), file, ensure_ascii=False)
    Path(part).replace(place)
    return found


def is_declared(held: Held, data: bytes, keys: Iterable[str]) -> bool:
    """Whether what was found is one of these numbers."""
    return any(_digest(key, _salt(data)) == held.digest for key in keys)


_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from generator.checks.attachment_search import main; main(sys.argv[2])"
)


def _in_own_process(name: str, data: bytes) -> Searched | None:
    """None when the process did not live to tell."""
    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-P", "-c", _START, root, Path(name).suffix.lower()]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MAX_SECONDS)
    except subprocess.TimeoutExpired:
        return None
    return _parsed(done.stdout) if done.returncode == 0 else None


def _parsed(written: bytes) -> Searched:
    told = json.loads(written)
    return Searched(tuple(Held(**each) for each in told["held"]), told["unsearched"])


def _fingerprint(name: str, data: bytes) -> str:
    kind = Path(name).suffix.lower().encode()
    return hashlib.sha256(b"\0".join((_rules(), kind, data))).hexdigest()


@cache
def _rules() -> bytes:
    """What is searched for, and how: a change of the code makes every file be searched anew."""
    files = (__file__, attachment_text.__file__, personal_data.__file__)
    return hashlib.sha256(b"".join(Path(file).read_bytes() for file in files)).digest()


def _salt(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _digest(key: str, salt: bytes) -> str:
    return hashlib.sha256(salt + key.encode()).hexdigest()


# ---------------------------------------------------------------- the process


def main(suffix: str) -> None:
    """Search what comes in, and write what was found."""
    _limit_memory()
    data = sys.stdin.buffer.read()
    salt = _salt(data)
    held: dict[str, Held] = {}
    unsearched = ""
    try:
        for where, text in texts_in(f"file{suffix}", data):
            for found in findings(text):
                digest = _digest(key_of(found.text), salt)
                held.setdefault(digest, Held(found.kind, found.masked, where, digest))
    except Unsearchable as error:
        unsearched = error.reason
    told = asdict(Searched(tuple(held.values()), unsearched))
    sys.stdout.buffer.write(json.dumps(told).encode())


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(ValueError, OSError):  # macOS refuses a limit on addresses
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
