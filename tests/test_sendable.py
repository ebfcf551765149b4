"""A test can tell of a name with bad bytes, however many processes run the tests."""

import os
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

ODD = """\
import warnings
def test_told(): raise ValueError("\\udcb5\\udcb3.md")
def test_warned(): warnings.warn("\\udcb5")
def test_after(): pass
"""


def test_a_bad_byte_in_a_message_ends_no_run(tmp_path: Path) -> None:
    (tmp_path / "test_odd.py").write_text(ODD, encoding="utf-8")
    command = (sys.executable, "-m", "pytest", "-p", "sendable", "-n", "1", "test_odd.py")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert "INTERNALERROR" not in done.stdout
    assert "ValueError: \\udcb5\\udcb3.md" in done.stdout
    assert "1 failed, 2 passed, 1 warning" in done.stdout
