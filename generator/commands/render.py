"""`zhanting render`: the plain Markdown tree."""

import argparse
from pathlib import Path

from generator.commands.console import DONE, Progress
from generator.commands.options import settings_of

HELP = "写出纯 Markdown 的全部页面，不再需要本程序"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, required=True, help="写到哪个空文件夹")


def run(options: argparse.Namespace) -> int:
    from generator import pipeline

    with Progress() as progress:
        rendered = pipeline.render_to(settings_of(options), options.to, progress)
    print(
        f"已写出：{options.to}（{len(rendered.pages)} 页），在其中运行 mkdocs build 即可生成网站。"
    )
    return DONE
