"""`zhanting review`: three reviews by three people."""

import argparse
from pathlib import Path

from generator.commands.console import DONE
from generator.commands.options import settings_of

HELP = "三审三校：看谁该审什么，签名，退回，打印审核表"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="做什么")
    stages = ("初审", "复审", "终审")

    def action(name: str, help: str, *, record: str = "记录") -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = actions.add_parser(name, help=help, description=help)
        # Also behind the action; what stands before it holds as long as nothing does.
        for option in ("--root", "--content"):
            made.add_argument(option, type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        nargs = None if record == "记录" else "?"
        if record:
            told = "名称、文件夹名，或 activities/文件夹名"
            made.add_argument("record", metavar=record, nargs=nargs, help=told)
        return made

    listed = action("list", "谁该审什么，快到期的", record="")
    listed.add_argument("--role", choices=stages, help="只看等这一审的")
    action("show", "审到哪一步，改动了什么")
    sign = action("sign", "签一次审核，自动提交")
    sign.add_argument("--stage", choices=stages, required=True, help="初审、复审或终审")
    sign.add_argument("--name", required=True, help="审核人自己的姓名")
    sign.add_argument("--note", help="意见")
    sign.add_argument("--date", help="只能是今天，不写就是今天")
    returned = action("return", "退回，写明原因")
    returned.add_argument("--name", required=True, help="谁退回的")
    returned.add_argument("--note", required=True, help="原因")
    form = action("form", "写出可以打印的审核表")
    form.add_argument("--to", type=Path, help="写到哪个文件")
    action("history", "审核过的全部记录", record="[记录]")


def run(options: argparse.Namespace) -> int:
    from generator.reviews import commands

    commands.run(options, settings_of(options))
    return DONE
