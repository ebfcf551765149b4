"""Hooks of pytest that let a test tell of names with bad bytes; conftest.py takes them in.

pytest-xdist sends reports and warnings as UTF-8. One that holds such a name, as Python reads it
from a disk, would end the whole run with an INTERNALERROR, which names a test but not what it told.
A warning may also come from the garbage of an earlier test than the one that is named.
"""

import warnings
from collections.abc import Iterator
from typing import Any

import pytest


def sendable(value: Any) -> Any:
    """The same with bad bytes of names written out: backslash, u, four digits."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {sendable(key): sendable(each) for key, each in value.items()}
    return type(value)(map(sendable, value)) if isinstance(value, list | tuple) else value


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Iterator[None]:
    return sendable((yield))


@pytest.hookimpl(tryfirst=True)
def pytest_warning_recorded(warning_message: warnings.WarningMessage) -> None:
    text = str(warning_message.message)
    if sendable(text) != text:
        warning_message.message = pytest.PytestWarning(sendable(text))
        warning_message.category = pytest.PytestWarning
