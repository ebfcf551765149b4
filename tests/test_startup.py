"""No command loads what it does not use: start-up is most of what a small change costs."""

import json
import os
import subprocess
import sys

import pytest
from conftest import ROOT, Project, make_photo

_RUN = """
import json, sys
from generator.cli import main
code = main(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]))
"""
# What takes long to load, and is only needed to lay out by the theme, for unusual bodies, for
# pictures that must be looked at, for many changes at once, or by other commands.
ENGINE = {"mkdocs", "material", "properdocs"}
CONVERTER = {"markdown", "nh3"}
PICTURES = {"PIL", "pi_heif"}
FORKS = {"multiprocessing", "concurrent.futures"}
OTHERS = {"openpyxl", "lxml", "icalendar", "mammoth", "pypdf", "s3fs", "distributed", "watchdog"}
SLOW = {"subprocess", "importlib.metadata", "email.message", "asyncio", "http.client", "xml.dom"}
NEVER = {*ENGINE, *CONVERTER, *OTHERS, *SLOW, "pydantic"}
PAGES = {"jinja2", "zxingcpp"}


def loaded(project: Project, *command: str) -> set[str]:
    """The modules that a command loaded; it must have succeeded."""
    run = [sys.executable, "-c", _RUN, *command, "--root", str(project.root)]
    # What is kept beside the code is only written where Python may keep its modules there.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(run, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert code == 0, done.stdout + done.stderr
    return set(modules)


@pytest.fixture
def office(project: Project) -> Project:
    project.record("sites/bailu")
    project.record("sites/beihu", 名称="北湖驿站", body="去[白鹭驿站](白鹭驿站)看看。\n")
    return project


def test_the_commands_alone_load_nothing() -> None:
    """Neither what reads content nor what is only used by one command."""
    code = "import json, sys, generator.cli; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    modules = set(json.loads(done.stdout))
    assert modules & (NEVER | PICTURES | FORKS | PAGES | {"yaml", "sqlite3", "socket"}) == set()
    assert not {name for name in modules if name.startswith("generator.models")}


def test_a_check_loads_nothing_that_makes_pages(office: Project) -> None:
    modules = loaded(office, "check")
    assert modules & (NEVER | PICTURES | FORKS | PAGES | {"selectolax", "socket"}) == set()
    assert not {name for name in modules if name.startswith("generator.publishing")}
    assert "generator.rendering.pages" not in modules


def test_a_second_check_loads_no_rules_about_wording(office: Project) -> None:
    rules = {"generator.wording.rules", "generator.wording.punctuation", "pypinyin"}
    assert loaded(office, "check") >= rules
    asked = str(office.content / "sites/bailu")
    assert loaded(office, "check", asked) & rules == set()
    assert loaded(office, "check") & rules == set()
    office.record("sites/bailu", body="**一句**新的话。\n")
    assert "generator.wording.rules" in loaded(office, "check", asked)


def test_a_photo_is_what_pillow_is_loaded_for(office: Project) -> None:
    make_photo(office.content / "sites/bailu/a.jpg")
    office.record("sites/bailu", "照片:\n  - 文件: a.jpg\n    图注: 一\n")
    assert loaded(office, "check") >= PICTURES


def test_builds_load_what_the_change_needs(office: Project) -> None:
    office.with_theme()
    assert loaded(office, "build") >= {"mkdocs", "PIL", "jinja2"}
    unchanged = loaded(office, "build")
    assert unchanged & (NEVER | FORKS | PAGES | PICTURES) == set()
    # A body of plain Markdown, as nearly all are.
    office.record("sites/bailu", body="**一句**新的话。\n")
    assert loaded(office, "build") & (NEVER | FORKS | PAGES) == set()
    office.record("sites/bailu", body="**一句**新的话。\n", 摘要="另一句摘要。")
    edited = loaded(office, "build")
    assert edited & (NEVER | FORKS | PICTURES | {"socket"}) == set()
    assert edited >= PAGES
