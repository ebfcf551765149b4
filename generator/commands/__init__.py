"""One module a command: its line in the help, its arguments, and what it does.

They stand here in the order of the help. Each is imported only when it is asked for, and imports
what its work needs only when that begins, so that none waits for what only another one uses.
"""

from importlib import import_module
from keyword import iskeyword
from typing import Any

NAMES = (
    "check",
    "new",
    "clean",
    "rename",
    "import",
    "template",
    "export",
    "build",
    "rollback",
    "render",
    "serve",
    "preview",
    "photos",
    "prune",
    "verify",
    "deploy",
    "review",
    "handbook",
)


def command(name: str) -> Any:
    """The module of a command, with HELP, add_arguments(parser) and run(options) → exit code."""
    return import_module(f"{__name__}.{name}_" if iskeyword(name) else f"{__name__}.{name}")
