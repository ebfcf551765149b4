"""Small files that our code alone decides, kept beside it as Python keeps its modules.

They serve all projects, and a first build. An installation in which nobody may write does without.
"""

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path


def kept(path: Path, head: bytes) -> bytes | None:
    """What was kept there under this head; None if there is nothing of that kind."""
    with suppress(OSError):
        data = path.read_bytes()
        if data.startswith(head):
            return data.removeprefix(head)
    return None


def keep(path: Path, head: bytes, data: bytes) -> None:
    """Have it there for the next time. head: of all that decided it."""
    if sys.dont_write_bytecode:
        return
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(head + data)
        Path(name).replace(path)
