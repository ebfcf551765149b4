"""Commands, exit codes, progress. Exit 0: done; 1: problems in the content; 2: wrong usage."""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, NoReturn

from generator import pipeline
from generator.errors import ContentError, Problem, UsageError
from generator.settings import settings_for

DONE, PROBLEMS, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may still speak GBK; Chinese that it cannot show must not end the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except ContentError as error:
        _print_problems(error.problems, sys.stderr)
        return PROBLEMS
    except UsageError as error:
        print(error, file=sys.stderr)
        return USAGE


class _Parser(argparse.ArgumentParser):
    """argparse that speaks Chinese when it is called wrongly."""

    def error(self, message: str) -> NoReturn:
        print(f"命令写得不对。用法见：{self.prog} --help", file=sys.stderr)
        sys.exit(USAGE)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="zhanting", description="展厅：党建品牌展示网站生成器", add_help=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")

    def command(name: str, run: object, help: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help, description=help, add_help=False)
        for each in (made,):
            each.add_argument("-h", "--help", action="help", help="显示这段说明")
        made.set_defaults(run=run)
        made.add_argument("--root", type=Path, default=Path(), help="项目文件夹，默认是当前文件夹")
        made.add_argument("--content", type=Path, help="内容文件夹，默认是项目里的 content")
        return made

    parser.add_argument("-h", "--help", action="help", help="显示这段说明")
    check = command("check", _check, "检查全部内容，列出所有问题")
    check.add_argument("--format", choices=("text", "json"), default="text", help="text 或 json")
    return parser


def _check(options: argparse.Namespace) -> int:
    settings = settings_for(options.root, options.content)
    checked = pipeline.check(settings)
    if options.format == "json":
        print(json.dumps([asdict(p) for p in checked.problems], ensure_ascii=False, indent=1))
    else:
        _print_problems(checked.problems, sys.stdout)
        if not checked.problems and checked.catalog:
            print(f"检查完毕：{_counted(checked.catalog)}，没有问题。")
    return PROBLEMS if checked.problems else DONE


def _counted(catalog: pipeline.Catalog) -> str:
    counts = Counter(entry.record.label for entry in catalog.entries)
    return "、".join(f"{label} {count}" for label, count in counts.items()) or "还没有记录"


def _print_problems(problems: Sequence[Problem], to: IO[str]) -> None:
    paint = _painter(to)
    for found in problems:
        where, rest = str(found).split("\n", 1)
        print(paint("1;31", where), rest, "", sep="\n", file=to)
    if problems:
        files = len({found.file for found in problems})
        told = f"共 {len(problems)} 个问题，在 {files} 个文件里。改好后再检查一次。"
        print(paint("1", told), file=to)


def _painter(to: IO[str]) -> pipeline.Callable[[str, str], str]:
    """Colour for terminals (unless NO_COLOR is set, no-color.org); plain text elsewhere."""
    if to.isatty() and not os.environ.get("NO_COLOR"):
        return lambda code, text: f"\x1b[{code}m{text}\x1b[0m"
    return lambda code, text: text
