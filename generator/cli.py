"""From what was typed to a command of `commands/`. Exit 0: done; 1: problems; 2: wrong usage."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from generator import commands
from generator.commands.console import PROBLEMS, USAGE, print_problems
from generator.errors import ContentError, Hindered, UsageError, hindrance


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    # Records are many small objects that all stay; Python would look through all of them again and
    # again for circles to take away, which costs as much as reading them.
    gc.set_threshold(50_000, 10, 10)
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may still speak GBK; Chinese that it cannot show must not end the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    asked = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser(asked).parse_args(asked)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
    except BrokenPipeError:
        # `zhanting check | head` has read enough. Python would complain once more on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except ContentError as error:
        print_problems(error.problems, sys.stderr)
        return PROBLEMS
    except UsageError as error:
        print(error, file=sys.stderr)
        return USAGE
    except Hindered as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        told = hindrance(error)
        if told is None:
            raise
        print(told, file=sys.stderr)
        return PROBLEMS
    return code


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help whose first word is Chinese as well."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse that speaks Chinese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **options)
        # The headings of its two groups of arguments have no public name.
        self._positionals.title = "要写的"
        self._optionals.title = "可选的"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        print(f"命令写得不对。用法见：{self.prog} --help", file=sys.stderr)
        if "unrecognized" in message:
            surplus = message.partition(": ")[2]
            print(f"多出来的：{surplus}。名称里有空格时，两边加英文双引号。", file=sys.stderr)
        sys.exit(USAGE)


def _parser(asked: Sequence[str]) -> argparse.ArgumentParser:
    """Knows the command that is asked for; all of them where that is none, for the help."""
    parser = _Parser(prog="zhanting", description="展厅：党建品牌展示网站生成器")
    listed = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for name in [name for name in commands.NAMES if name in asked[:1]] or commands.NAMES:
        command = commands.command(name)
        made = listed.add_parser(name, help=command.HELP, description=command.HELP)
        made.set_defaults(run=command.run)
        made.add_argument("--root", type=Path, default=Path(), help="项目文件夹，默认是当前文件夹")
        made.add_argument("--content", type=Path, help="内容文件夹，默认是项目里的 content")
        command.add_arguments(made)
    return parser
