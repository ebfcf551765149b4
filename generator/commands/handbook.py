"""`zhanting handbook`: the tables of the staff handbook."""

import argparse
from pathlib import Path

from generator.commands.console import DONE

HELP = "重新生成手册里的字段表和问题表"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, help="手册所在的文件夹，默认是项目里的 docs")


def run(options: argparse.Namespace) -> int:
    from generator.handbook import write_tables

    for file in write_tables(options.to or options.root / "docs"):
        print(f"已写出：{file}")
    return DONE
