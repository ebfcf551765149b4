"""`zhanting preview`: one record as it will look."""

import argparse

from generator.commands.console import DONE
from generator.commands.options import settings_of

HELP = "看一条记录在网站上的样子，保存后自动刷新"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "record", metavar="记录", nargs="?", help="名称（一部分也行）、文件或文件夹"
    )
    parser.add_argument(
        "--no-browser", dest="browser", action="store_false", help="不打开浏览器，只给出地址"
    )
    parser.add_argument(
        "--address", default="127.0.0.1:0", help="地址和端口，端口写 0 就自己找一个空的"
    )
    parser.add_argument(
        "--poll", action="store_true", help="在网络盘上：自己一遍遍看有没有保存，慢一点"
    )


def run(options: argparse.Namespace) -> int:
    from generator.preview.command import run

    run(options, settings_of(options))
    return DONE
