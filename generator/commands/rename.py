"""`zhanting rename`: another address for a record, to which the former leads."""

import argparse

from generator.commands.console import DONE
from generator.commands.options import settings_of

HELP = "给记录换网址名，旧网址会自动跳转"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("record", metavar="记录", help="名称，或现在的网址名")
    parser.add_argument("slug", metavar="新网址名", help="小写字母、数字和减号")


def run(options: argparse.Namespace) -> int:
    from generator.new import rename_record

    made = rename_record(settings_of(options), options.record, options.slug)
    print(f"已改名：{made}\n旧网址会自动跳转到新网址。")
    return DONE
