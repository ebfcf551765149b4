"""One writer at a time; a lock says whose it is, and ends with its process."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from conftest import ROOT

from generator.cli import main
from generator.errors import Hindered
from generator.publishing.lock import locked

HOLD = """
import sys, time
from pathlib import Path
from generator.publishing.lock import locked
with locked(Path(sys.argv[1])):
    print("taken", flush=True)
    time.sleep(60)
"""
HOLD_WITH_CHILD = """
import os, sys, time
from pathlib import Path
from generator.publishing.lock import locked
with locked(Path(sys.argv[1])):
    if os.fork() == 0:
        time.sleep(60)
        os._exit(0)
    print("taken", flush=True)
    time.sleep(60)
"""


def holder(target: Path, program: str = HOLD) -> subprocess.Popen[str]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", program, str(target)]
    started = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "taken\n"
    return started


def test_a_second_writer_is_told_of_the_first(tmp_path: Path) -> None:
    target = tmp_path / "site"
    first = holder(target)
    try:
        with pytest.raises(Hindered) as told, locked(target):
            pass
    finally:
        first.kill()
        first.wait()
    assert f"进程号 {first.pid}，命令 zhanting" in str(told.value)
    assert f"另一个程序正在写 {target}" in str(told.value)


def test_the_lock_of_a_killed_process_is_free_at_once(tmp_path: Path) -> None:
    target = tmp_path / "site"
    first = holder(target)
    first.kill()
    first.wait()
    assert (tmp_path / "site.lock").exists()
    with locked(target):
        assert json.loads((tmp_path / "site.lock").read_text("utf-8"))["process"] == str(
            os.getpid()
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows does not fork")
def test_a_child_that_lives_on_does_not_hold_it(tmp_path: Path) -> None:
    target = tmp_path / "site"
    first = holder(target, HOLD_WITH_CHILD)
    try:
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        with locked(target, wait=30):  # the child may have its first instant still before it
            pass
    finally:
        os.killpg(first.pid, signal.SIGKILL)


def test_one_process_locks_once(tmp_path: Path) -> None:
    with locked(tmp_path / "site"), pytest.raises(Hindered), locked(tmp_path / "site"):
        pass
    with locked(tmp_path / "site"), locked(tmp_path / "other"):
        pass


def test_waiting_gets_the_lock_when_it_is_free(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        with locked(tmp_path / "site", wait=30):
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 5


def test_build_and_rollback_tell_who_is_at_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "site"
    with locked(out):
        for command in ("build", "rollback"):
            assert main([command, "--root", str(ROOT), "--out", str(out)]) == 1
            assert f"另一个程序正在写 {out}" in capsys.readouterr().err
