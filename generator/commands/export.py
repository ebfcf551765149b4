"""`zhanting export`: the year's report and all records as a workbook."""

import argparse
from pathlib import Path

from generator.commands.console import DONE, Progress
from generator.commands.options import positive, settings_of
from generator.errors import UsageError
from generator.settings import GAP_DAYS

HELP = "写成 Excel：年报和全部记录"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="文件", type=Path, help="要写的 .xlsx 文件")
    parser.add_argument("--kind", action="append", default=[], help="只要这一类，可写多次")
    yearly = parser.add_argument_group("年报")
    yearly.add_argument("--year", metavar="年份", help="只统计这一年，例如 2026；不写就是全部年份")
    yearly.add_argument("--from", dest="first", metavar="日期", help="从哪天起，例如 2025-07")
    yearly.add_argument("--to", dest="last", metavar="日期", help="到哪天止，例如 2026-06")
    yearly.add_argument(
        "--gap-days",
        type=positive,
        default=GAP_DAYS,
        metavar="天数",
        help=f"多少天没有活动要列出来，默认 {GAP_DAYS}",
    )
    yearly.add_argument(
        "--report", action="store_true", help="只要年报，不要记录和附件（交给上级用）"
    )


def run(options: argparse.Namespace) -> int:
    from generator.exporting import export_workbook
    from generator.new import kind_named
    from generator.yearly.period import period_of
    from generator.yearly.report import Asked

    kinds = tuple(kind_named(name) for name in options.kind)
    period = period_of(options.year, options.first, options.last)
    asked = Asked(period, options.gap_days, options.report)
    if kinds and asked != Asked():
        raise UsageError("写了 --kind 就只导出这一类记录，没有年报；年报的选项不能一起写。")
    with Progress() as progress:
        exported = export_workbook(
            settings_of(options), options.file, kinds, progress, None if kinds else asked
        )
    told = [] if kinds else [f"年报：{period}"]
    told += [] if options.report else [f"{exported.records} 条记录"]
    print(f"已写出：{options.file}（{'，'.join(told)}）")
    if exported.problems:
        print(f"内容里还有 {exported.problems} 个问题没有改，年报的数字可能不准：zhanting check")
    if exported.files:
        print(f"照片和附件 {exported.files} 个：{exported.folder}\n要再导入，请和表格放在一起。")
    return DONE
