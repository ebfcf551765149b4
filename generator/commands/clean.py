"""`zhanting clean`: text that was copied from newspapers and scans, made whole."""

import argparse
import sys
from pathlib import Path

from generator.commands.console import DONE, PROBLEMS, is_confirmed
from generator.errors import UsageError

HELP = "整理从报纸、扫描件里复制来的文字"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="文件", help="文本文件；写 - 就从输入读，整理好的打印出来")
    parser.add_argument("--to", type=Path, help="写到哪个文件，默认在原文件旁边")
    parser.add_argument("--yes", action="store_true", help="不再问，直接写入")


def run(options: argparse.Namespace) -> int:
    from generator.text.paste import clean, difference
    from generator.text.paste_file import read_text, target_for

    text = read_text(options.file)
    cleaned = clean(text)
    for line in difference(text, cleaned):
        print(line, file=sys.stderr)
    for line in cleaned.dropped:
        print(f"去掉了整行：{line}", file=sys.stderr)
    if cleaned.was_traditional:
        print("原文是繁体，已转成简体，请核对人名、地名。", file=sys.stderr)
    if options.file == "-" and not options.to:
        print(cleaned.text, end="")
        return DONE
    if cleaned.text == text:
        print("没有要整理的，什么也没有写。")
        return DONE
    target = options.to or target_for(Path(options.file))
    if target.exists():
        raise UsageError(f"{target} 已经有了，没有改动它。请用 --to 换一个文件名。")
    if not is_confirmed(options.yes, f"写到 {target} 吗？原文件不动。"):
        print("什么也没有写。要写入，就再运行一次并回答 y，或者加上 --yes。")
        return PROBLEMS
    target.write_text(cleaned.text, encoding="utf-8", newline="\n")
    print(f"已写入：{target}（原文件没有动）")
    return DONE
