"""`zhanting check`: every fault of the content, or of some records; or what its wording lacks."""

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.console import DONE, PROBLEMS, print_problems
from generator.commands.options import settings_of
from generator.errors import UsageError, shown
from generator.settings import Settings

if TYPE_CHECKING:
    from generator.pipeline import Checked

HELP = "检查全部内容，或者只检查几条记录，列出所有问题"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "records",
        metavar="记录",
        nargs="*",
        help="只看这几条：记录的文件夹，或里面的 index.md；不写就检查全部",
    )
    parser.add_argument("--wording", action="store_true", help="只看用语，逐条列出")
    parser.add_argument(
        "--format",
        choices=("text", "json", "github", "gitlab"),
        default="text",
        help="给人看用 text；给别的程序用 json；github、gitlab 把问题标在提交的那一行上",
    )


def run(options: argparse.Namespace) -> int:
    from generator import pipeline
    from generator.wording.check import condensed

    settings = settings_of(options)
    folders = [_folder(written, settings) for written in options.records]

    def is_asked(file: str) -> bool:
        return not folders or any(f"{file}/".startswith(f"{folder}/") for folder in folders)

    with pipeline.store_if_any(settings) as store:
        checked = pipeline.check(
            settings, decode=not options.wording, wording=True, store=store, only=is_asked
        )
    if options.wording:
        return _tell_wording(checked, options.format)
    if options.format == "json":
        told = [asdict(found) for found in (*checked.problems, *checked.notices)]
        print(json.dumps(told, ensure_ascii=False, indent=1))
    elif options.format in {"github", "gitlab"}:
        from generator import reports

        report = reports.github if options.format == "github" else reports.gitlab
        print(report((*checked.problems, *checked.notices)), end="")
    else:
        print_problems((*condensed(checked.notices), *checked.problems), sys.stdout)
        if folders and not checked.problems:
            names = [e.face.name for e in checked.related.every if is_asked(e.file)]
            print(f"检查完毕：{shown(names, 5)}，没有问题。要检查全部内容，后面什么也不写。")
        elif not checked.problems:
            drafts = f"（另有草稿 {checked.drafts} 条，不会发布）" if checked.drafts else ""
            waiting = f"，另有 {checked.waiting} 条等审核" if checked.waiting else ""
            print(f"检查完毕：{_counted(checked)}，没有问题{drafts}{waiting}。")
    return PROBLEMS if checked.problems else DONE


def _tell_wording(checked: "Checked", form: str) -> int:
    from generator.wording.check import about_wording

    notices = about_wording(checked.notices)
    if form == "json":
        print(json.dumps([asdict(found) for found in notices], ensure_ascii=False, indent=1))
        return DONE
    print_problems(notices, sys.stdout)
    print(f"用语检查完毕：{f'{len(notices)} 处提醒' if notices else '没有提醒'}。")
    if checked.problems:
        left_out = f"内容另有 {len(checked.problems)} 个问题，有问题的记录没有查；"
        print(f"{left_out}先运行 zhanting check 改好。")
    return DONE


def _folder(written: str, settings: Settings) -> str:
    """The folder of the record that is meant, as problems name it."""
    from generator.models import FOLDERS
    from generator.reading.folders import RECORD_FILE, relative

    path = Path(written).resolve()
    if not path.exists():
        raise UsageError(f"找不到“{written}”。请写记录的文件夹，例如 content/sites/bailu")
    if not path.is_relative_to(settings.content):
        raise UsageError(f"“{written}”不在内容文件夹里：{settings.content}")
    folder = path if path.is_dir() else path.parent
    kind, *below = folder.relative_to(settings.content).parts or ("",)
    if kind not in FOLDERS or not below or not (folder / RECORD_FILE).is_file():
        told = (
            f"“{written}”不是一条记录。请写有 {RECORD_FILE} 的那个文件夹，例如 content/sites/bailu"
        )
        raise UsageError(f"{told}\n要检查全部内容，后面什么也不写。")
    return relative(settings, folder)


def _counted(checked: "Checked") -> str:
    counts = Counter(entry.face.label for entry in checked.catalog.entries)
    return "、".join(f"{label} {count}" for label, count in counts.items()) or "还没有记录"
