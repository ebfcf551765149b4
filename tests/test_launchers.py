"""The launchers for a double click: what can be tried of them on this system.

There is no Windows here: of 预览.bat only its form is checked, and that it says what the others do.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Project

SHELL, MACOS, WINDOWS = "预览.sh", "预览.command", "预览.bat"


@pytest.fixture
def checkout(project: Project) -> Project:
    """A checkout whose .venv stands for what setting it up gives."""
    project.with_theme().record("sites/bailu")
    for name in (SHELL, MACOS, "requirements.txt"):
        shutil.copy(ROOT / name, project.root)
    programs = project.root / ".venv" / "bin"
    programs.mkdir(parents=True)
    program = programs / "zhanting"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@" --no-browser\n')
    program.chmod(0o755)
    (project.root / ".venv" / "site.stamp").touch()
    return project


def start(launcher: Path, *arguments: str, cwd: Path, **more: str) -> "subprocess.Popen[str]":
    environment = {"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", "LANG": "C.UTF-8", **more}
    return subprocess.Popen(
        [str(launcher), *arguments],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )


@pytest.mark.parametrize(
    ("launcher", "arguments", "shown"),
    [
        (SHELL, (), "/-/"),
        (SHELL, ("content/sites/bailu/index.md",), "/sites/bailu/"),
        (MACOS, ("白鹭驿站",), "/sites/bailu/"),
    ],
)
def test_a_launcher_shows_the_record(
    checkout: Project, tmp_path: Path, launcher: str, arguments: tuple[str, ...], shown: str
) -> None:
    cwd = checkout.root if arguments else tmp_path  # a file manager starts it from elsewhere
    process = start(checkout.root / launcher, *arguments, cwd=cwd)
    assert process.stdout
    said = process.stdout.readline()
    os.killpg(process.pid, 15)
    assert said.startswith("预览地址：http://127.0.0.1:"), said + process.stdout.read()
    assert said.rstrip("\n").endswith(shown)
    process.stdout.close()
    process.wait()


def test_a_record_that_is_not_there_ends_the_launcher_with_what_to_do(checkout: Project) -> None:
    process = start(checkout.root / SHELL, "没有的", cwd=checkout.root)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "没有名称里带“没有的”的记录。" in said


def test_python_must_be_the_one_that_the_wheels_are_for(checkout: Project) -> None:
    shutil.rmtree(checkout.root / ".venv")
    (checkout.root / "wheels").mkdir()
    (checkout.root / "wheels/python.txt").write_text("2.1\n")
    process = start(checkout.root / SHELL, cwd=checkout.root)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "没有找到 Python 2.1。请先安装" in said
    assert not (checkout.root / ".venv").exists()


@pytest.mark.parametrize("name", [SHELL, MACOS])
def test_shell_launchers_are_sound_and_can_be_run(name: str) -> None:
    file = ROOT / name
    assert b"\r" not in file.read_bytes()
    assert os.access(file, os.X_OK)
    subprocess.run(["sh", "-n", str(file)], check=True)


def test_the_windows_launcher_has_the_form_that_cmd_reads() -> None:
    data = (ROOT / WINDOWS).read_bytes()
    assert data.startswith(b"@echo off\r\nchcp 65001 >nul\r\n")  # no byte-order mark
    assert data.count(b"\n") == data.count(b"\r\n")
    lines = data.decode("utf-8").split("\r\n")
    for line in lines:
        assert line.isascii() or re.match(r"(?:echo|title) [^&|<>^!]*$", line), line
        # cmd finds its labels by counting bytes; a longer line has been seen to confuse it.
        assert len(line.encode()) < 500
    labels = {line[1:] for line in lines if line.startswith(":")}
    asked = set(re.findall(r"goto (\w+)", "\n".join(lines)))
    assert asked == labels


def test_all_launchers_install_the_same() -> None:
    shell = (ROOT / SHELL).read_text(encoding="utf-8")
    windows = (ROOT / WINDOWS).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for step in ("--require-hashes -r requirements.txt", "--no-deps --no-build-isolation -e ."):
        assert step in shell
        assert step in windows
        assert step in makefile
    for text in (shell, windows):
        assert "--no-index --find-links wheels" in text
        assert "site.stamp" in text
    oldest = re.search(
        r'requires-python = ">=(3\.\d+)"', (ROOT / "pyproject.toml").read_text("utf-8")
    )
    assert oldest
    assert f' {oldest[1]}"' in windows
    assert f"python{oldest[1]} " in shell


def test_line_ends_are_kept_by_git() -> None:
    attributes = (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert {"*.bat text eol=crlf", "*.sh text eol=lf", "*.command text eol=lf"} <= set(attributes)
