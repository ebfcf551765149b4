"""The commands as staff and CI call them: exit codes, Chinese, colour only on a terminal."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import pytest
from conftest import ROOT, Project

from generator import commands
from generator.cli import main

ANSI = "\x1b["
# A clean environment: what a developer has set must not decide the result.
ENVIRONMENT = {
    key: value
    for key, value in os.environ.items()
    if key not in {"NO_COLOR", "LANG", "LC_ALL", "LANGUAGE", "PYTHONIOENCODING", "PYTHONUTF8"}
}


def run(
    *arguments: str | Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=ROOT,
        env={**ENVIRONMENT, "PYTHONUTF8": "1", **(env or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def check(project: Project, *more: str, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    done = run("check", "--root", project.root, *more, env=env)
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.fixture
def faulty(project: Project) -> Project:
    """A project with two problems in one file and one in another."""
    project.record("sites/bailu", 面积="很多", 启用="2024-13")
    project.record("members/x", "地取: 甲\n")
    return project


# ---------------------------------------------------------------- check


def test_clean_content_gives_0_and_counts_the_records(project: Project) -> None:
    project.record("sites/a", 名称="甲")
    project.record("sites/b", 名称="乙")
    project.record("brands/c")
    assert check(project) == (0, "检查完毕：示范点 2、品牌 1，没有问题。\n")


def test_content_without_records_is_clean(project: Project) -> None:
    assert check(project) == (0, "检查完毕：还没有记录，没有问题。\n")


def test_problems_give_1_and_are_all_listed_sorted(faulty: Project) -> None:
    code, text = check(faulty)
    listed = [line for line in text.split("\n") if line.startswith("content/")]
    assert (code, listed) == (
        1,
        [
            "content/members/x/index.md:8 〔地取〕",
            "content/sites/bailu/index.md:5 〔面积〕",
            "content/sites/bailu/index.md:6 〔启用〕",
        ],
    )
    assert text.endswith("共 3 个问题，在 2 个文件里。改好后再检查一次。\n")


def test_json_holds_every_problem_whole(faulty: Project) -> None:
    code, text = check(faulty, "--format", "json")
    assert (code, json.loads(text)) == (1, [asdict(found) for found in faulty.problems()])
    assert "\\u" not in text


def test_json_of_clean_content_is_an_empty_list(project: Project) -> None:
    code, text = check(project, "--format", "json")
    assert (code, json.loads(text)) == (0, [])


def test_content_folder_can_be_named(faulty: Project, tmp_path: Path) -> None:
    elsewhere = tmp_path / "内容 文件夹"
    faulty.content.rename(elsewhere)
    code, text = check(faulty, "--content", str(elsewhere))
    assert code == 1
    assert "内容 文件夹/sites/bailu/index.md:5 〔面积〕" in text


# ---------------------------------------------------------------- wrong usage


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["bogus"],
        ["check", "--format", "xml"],
        ["serve", "extra"],
        ["new"],
        ["new", "活动"],
        ["rename", "甲"],
        ["render"],
        ["build", "--jobs", "0"],
        ["build", "--jobs", "many"],
        ["--bogus"],
    ],
)
def test_wrong_usage_gives_2_and_is_told_in_chinese(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    shown = capsys.readouterr()
    assert (caught.value.code, shown.out) == (2, "")
    assert shown.err.startswith("命令写得不对。用法见：zhanting")
    assert shown.err.split("\n")[0].endswith("--help")


def test_wrong_usage_looks_the_same_from_outside() -> None:
    done = run("bogus")
    told = "命令写得不对。用法见：zhanting --help\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


@pytest.mark.parametrize("command", [["check"], ["build"], ["new", "活动", "甲"]])
def test_missing_content_folder_gives_2(
    tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([*command, "--root", str(tmp_path)])
    told = f"找不到内容文件夹：{tmp_path.resolve() / 'content'}\n"
    assert (code, *capsys.readouterr()) == (2, "", told)


def test_help_gives_0_and_names_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in commands.NAMES:
        assert f"\n    {command} " in done.stdout


def test_every_module_of_a_command_is_listed() -> None:
    shared = {"__init__", "console", "options"}
    modules = {path.stem for path in (ROOT / "generator/commands").glob("*.py")} - shared
    assert {name.rstrip("_") for name in modules} == set(commands.NAMES)
    assert len(commands.NAMES) == len(modules)


def test_a_command_loads_no_other() -> None:
    code = (
        "import sys; from generator.cli import main\n"
        "try: main(['new', '--help'])\n"
        "except SystemExit: print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    loaded = {name for name in done.stdout.split() if name.startswith("generator")}
    commanded = {name for name in loaded if name.startswith("generator.commands.")}
    assert commanded == {f"generator.commands.{name}" for name in ("new", "console", "options")}
    assert "generator.pipeline" not in loaded


def test_help_of_a_command_explains_its_options() -> None:
    done = run("new", "--help")
    assert done.returncode == 0
    assert "新建一条记录：zhanting new 活动 名称" in done.stdout
    assert "活动、示范点等" in done.stdout


# ---------------------------------------------------------------- new and rename


def test_new_then_rename_then_check(project: Project) -> None:
    made = run("new", "活动", "读书会", "--root", project.root)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("已新建：content/activities/du-shu-hui/index.md\n")
    renamed = run("rename", "读书会", "reading", "--root", project.root)
    assert (renamed.returncode, renamed.stderr) == (0, "")
    assert renamed.stdout.startswith("已改名：content/activities/reading/index.md\n")
    assert check(project)[0] == 0


def test_unknown_kind_gives_2_with_a_suggestion(project: Project) -> None:
    done = run("new", "示范", "甲", "--root", project.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "是不是“示范点”？" in done.stderr


def test_name_with_a_leading_hyphen_needs_the_usual_sign(project: Project) -> None:
    assert run("new", "活动", "-甲", "--root", project.root).returncode == 2
    assert run("new", "--root", project.root, "--", "活动", "-甲").returncode == 0


# ---------------------------------------------------------------- build, render, handbook


@pytest.mark.parametrize("command", ["build", "render"])
def test_problems_stop_the_build_and_go_to_stderr(faulty: Project, command: str) -> None:
    out = faulty.root / "out"
    option = "--out" if command == "build" else "--to"
    done = run(command, "--root", faulty.root, option, out)
    assert (done.returncode, done.stdout) == (1, "")
    assert "共 3 个问题，在 2 个文件里。" in done.stderr
    assert not out.exists()


def test_render_does_not_overwrite_a_folder_of_others(project: Project) -> None:
    project.with_theme()
    out = project.root / "out"
    out.mkdir()
    (out / "我的文件.txt").write_text("x")
    done = run("render", "--root", project.root, "--to", out)
    assert (done.returncode, done.stdout) == (2, "")
    assert "里有别的文件，不会覆盖" in done.stderr
    assert [path.name for path in out.iterdir()] == ["我的文件.txt"]


def test_handbook_is_written_into_the_project(tmp_path: Path) -> None:
    assert run("handbook", "--root", tmp_path).returncode == 0
    written = sorted(path.name for path in (tmp_path / "docs").iterdir())
    assert written == ["handbook-fields.md", "handbook-problems.md"]


# ---------------------------------------------------------------- terminals


def test_no_colour_when_output_is_no_terminal(faulty: Project) -> None:
    assert ANSI not in check(faulty)[1]


def on_terminal(project: Project, **env: str) -> str:
    """What `check` shows on a terminal of its own."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "check", "--root", str(project.root)],
        cwd=ROOT,
        env={**ENVIRONMENT, "PYTHONUTF8": "1", "TERM": "xterm", **env},
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # Linux says so when the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait(60) == 1
    return shown.decode()


def test_places_are_coloured_on_a_terminal(faulty: Project) -> None:
    assert f"{ANSI}1;31mcontent/sites/bailu/index.md:5 〔面积〕{ANSI}0m" in on_terminal(faulty)


def test_no_color_is_respected(faulty: Project) -> None:
    assert ANSI not in on_terminal(faulty, NO_COLOR="1")


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"},
        {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    ],
    ids=["C", "gbk", "ascii"],
)
def test_console_that_lacks_characters_does_not_end_the_run(
    faulty: Project, env: dict[str, str]
) -> None:
    faulty.record("brands/🎉", 名称="🎉𠮷", 摘要="<b>🎉</b>")
    done = subprocess.run(
        [sys.executable, "-m", "generator", "check", "--root", str(faulty.root)],
        cwd=ROOT,
        env={**ENVIRONMENT, **env},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.count(b"content/") >= 4


def test_reader_that_stops_early_sees_no_traceback(project: Project) -> None:
    for number in range(150):
        project.record(f"sites/a{number}", 名称=str(number), 面积="很多", 启用="去年", 地取="甲")
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "check", "--root", str(project.root)],
        cwd=ROOT,
        env={**ENVIRONMENT, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(100)
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    assert process.wait(60) == 1


def test_surplus_words_are_named_with_the_cure(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["new", "活动", "白鹭", "社区"])
    assert caught.value.code == 2
    assert "多出来的：社区。名称里有空格时，两边加英文双引号。" in capsys.readouterr().err
