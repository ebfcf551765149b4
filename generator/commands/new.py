"""`zhanting new`: a valid record to begin with."""

import argparse

from generator.commands.console import DONE
from generator.commands.options import settings_of

HELP = "新建一条记录：zhanting new 活动 名称"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="类别", help="活动、示范点等，写错了会列出全部")
    parser.add_argument("name", metavar="名称", help="记录的名称，例如 白鹭社区")


def run(options: argparse.Namespace) -> int:
    from generator.new import new_record

    made = new_record(settings_of(options), options.kind, options.name)
    print(f"已新建：{made}\n打开它填写，照片放在同一个文件夹里；写好后把“草稿: 是”那一行删掉。")
    return DONE
