"""`zhanting check`: every fault of the content, or what there is to say of its wording."""

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from generator.commands.console import DONE, PROBLEMS, print_problems
from generator.commands.options import settings_of

if TYPE_CHECKING:
    from generator.pipeline import Checked
    from generator.relating.catalog import Catalog

HELP = "检查全部内容，列出所有问题"


def add_arguments(parser: argparse.ArgumentParser) -> None:
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

    checked = pipeline.check(settings_of(options), decode=not options.wording, wording=True)
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
        if not checked.problems:
            drafts = f"（另有草稿 {checked.drafts} 条，不会发布）" if checked.drafts else ""
            waiting = f"，另有 {checked.waiting} 条等审核" if checked.waiting else ""
            print(f"检查完毕：{_counted(checked.catalog)}，没有问题{drafts}{waiting}。")
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


def _counted(catalog: "Catalog") -> str:
    counts = Counter(entry.record.label for entry in catalog.entries)
    return "、".join(f"{label} {count}" for label, count in counts.items()) or "还没有记录"
