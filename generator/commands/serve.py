"""`zhanting serve`: a live preview of the whole website."""

import argparse

from generator.commands.console import DONE
from generator.commands.options import settings_of

HELP = "打开预览，保存后自动刷新"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", default="127.0.0.1:8000", help="地址和端口")


def run(options: argparse.Namespace) -> int:
    from generator import mkdocs_run

    print(f"预览地址：http://{options.address}/ 　保存后自动刷新，按 Ctrl+C 结束。", flush=True)
    mkdocs_run.serve_website(settings_of(options), options.address)
    return DONE
