"""`zhanting template`: a workbook to fill in."""

import argparse
from pathlib import Path

from generator.commands.console import DONE

HELP = "做一份 Excel 模板：zhanting template 活动"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="类别", help="活动、示范点等")
    parser.add_argument("--to", type=Path, help="存成哪个文件，默认是 类别模板.xlsx")


def run(options: argparse.Namespace) -> int:
    from generator.imports.tables.template import write_template
    from generator.new import kind_named

    kind = kind_named(options.kind)
    file = options.to or Path(f"{kind.label}模板.xlsx")
    write_template(kind, file)
    print(f"已写出：{file}\n填好以后导入：zhanting import {file}")
    return DONE
