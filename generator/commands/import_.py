"""`zhanting import`: tables and Word documents become drafts."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.console import DONE, PROBLEMS, Progress, is_confirmed, print_problems
from generator.commands.options import settings_of
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.models import Record

HELP = "导入表格（.xlsx、.csv）或 Word 稿件（.docx），写成草稿"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="文件", type=Path, help="Excel 工作簿、CSV 表格或 Word 文档"
    )
    parser.add_argument("--kind", help="里面是哪一类记录，例如 活动；不写就自己认")
    parser.add_argument("--yes", action="store_true", help="Word 稿件不再问，直接写入")
    parser.add_argument(
        "--fill", metavar="项目=内容", action="append", default=[], help="全表都一样的一项"
    )
    parser.add_argument("--check", action="store_true", help="只检查，什么也不写")


def run(options: argparse.Namespace) -> int:
    from generator.imports.tables.importing import import_table, is_table
    from generator.imports.trial import State
    from generator.new import kind_named

    kind = kind_named(options.kind) if options.kind else None
    if not is_table(options.file):
        return _import_word(options, kind)
    pairs = [text.replace("＝", "=").partition("=") for text in options.fill]
    with Progress() as progress:
        outcome = import_table(
            settings_of(options),
            options.file,
            progress,
            kind=kind,
            fills={key.strip(): text.strip() for key, _, text in pairs},
            is_trial=options.check,
        )
    print_problems([found.problem for found in outcome.findings], sys.stdout, is_import=True)
    counts = [(state.value, outcome.count(state)) for state in State]
    told = "，".join(f"{label} {count} 条" for label, count in counts if count)
    print(f"{options.file.name}：{told or '没有记录'}。{'（只检查，没有写）' * options.check}")
    for file in outcome.written:
        print(f"    {file}")
    if outcome.drafts:
        print(f"其中草稿 {outcome.drafts} 条：补上“待补充”的地方，删掉“草稿: 是”，就会发布。")
    if outcome.annotated:
        print(f"标出了问题的表：{outcome.annotated}\n在里面改好红色的格子，再导入它。")
    return DONE if outcome.is_clean else PROBLEMS


def _import_word(options: argparse.Namespace, kind: "type[Record] | None") -> int:
    from generator.imports.examine import examine
    from generator.imports.trial import State
    from generator.imports.word.proposal import proposal
    from generator.imports.word.read import read_word
    from generator.imports.write import write

    settings = settings_of(options)
    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise UsageError(f"打不开“{options.file}”：没有这个文件，或系统不让读。") from error
    reading = read_word(data, options.file.name, kind)
    with Progress() as progress:
        examined = examine(reading.drafts, settings, progress)
    for each, origins in zip(examined, reading.origins, strict=True):
        print("\n".join(proposal(each, origins, settings)))
        print_problems([found.problem for found in each.findings], sys.stdout)
    new = [each for each in examined if each.state is State.NEW]
    if options.check:
        return DONE if new else PROBLEMS
    if new and not is_confirmed(options.yes, f"写入这 {len(new)} 条草稿吗？"):
        print("什么也没有写。要写入，就再运行一次并回答 y，或者加上 --yes。")
        return PROBLEMS
    for file in write(examined, settings):
        print(f"已写入：{file}\n打开它核对、补全，写好后把“草稿: 是”那一行删掉。")
    if not new and all(each.state is State.SAME for each in examined):
        print("这份稿件已经导入过，没有变化，什么也没有写。")
    refused = any(each.state in (State.REFUSED, State.CHANGED) for each in examined)
    return PROBLEMS if refused else DONE
