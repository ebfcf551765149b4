"""`zhanting photos`: the photo recipe, tried on any picture."""

import argparse
from pathlib import Path

from generator.commands.console import DONE, PROBLEMS
from generator.commands.options import positive, settings_of
from generator.errors import Problem

HELP = "试做照片：按网站的规格缩放任意图片"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="图片", type=Path, nargs="+", help="一张或多张图片")
    parser.add_argument("--to", type=Path, required=True, help="放到哪个文件夹")
    parser.add_argument("--jobs", type=positive, help="同时处理几张")
    parser.add_argument("--avif", action="store_true", help="再做一份 AVIF")


def run(options: argparse.Namespace) -> int:
    from generator.pictures.photo_files import derive_files

    settings = settings_of(options)
    refused = 0
    for file, found in derive_files(options.files, options.to, settings.recipe, settings.jobs):
        if isinstance(found, Problem):
            refused += 1
            print(f"{file}\n    问题：{found.what}\n    改法：{found.mend}  ({found.code})")
            continue
        taken = f"，EXIF 里的拍摄日期 {found.taken}（仅供参考）" if found.taken else ""
        moving = "；是动图或多页文件，只取第一幅" if found.is_moving else ""
        print(f"{file}：{found.width}×{found.height}{taken}{moving}")
    return PROBLEMS if refused else DONE
