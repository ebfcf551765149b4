"""`zhanting build`: the whole website."""

import argparse
import sys
import time
from pathlib import Path

from generator.commands.console import DONE, PROBLEMS, Progress
from generator.commands.options import add_storage, count, positive, settings_of
from generator.errors import ContentError
from generator.settings import ENGINES, KEPT

HELP = "检查并生成整个网站"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="网站放在哪里，默认是项目里的 site")
    parser.add_argument("--jobs", type=positive, help="同时处理几张照片")
    parser.add_argument("--wait", type=positive, default=0, help="别人正在生成时，最多等几秒")
    parser.add_argument("--keep", type=count, default=KEPT, help=f"保留几个以前的网站，默认 {KEPT}")
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        default=ENGINES[0],
        help="用什么排版；mkdocs 以外的先运行 make engines",
    )
    parser.add_argument("--avif", action="store_true", help="照片再做一份 AVIF，更小，但慢得多")
    parser.add_argument(
        "--dask",
        metavar="地址",
        help="照片交给这个 Dask 集群做，例如 tcp://主机:8786；要写 --storage",
    )
    add_storage(parser)


def run(options: argparse.Namespace) -> int:
    from generator import pipeline
    from generator.engines import engine_named
    from generator.publishing.final_check import Unfit
    from generator.rendering.layout import EngineError

    settings = settings_of(options)
    engine = engine_named(options.engine)
    out = (options.out or settings.root / "site").absolute()
    started = time.monotonic()
    with Progress() as progress:
        try:
            built = pipeline.build(
                *(settings, out, progress),
                engine=engine,
                wait=options.wait,
                keep=options.keep,
            )
        except ContentError:
            print("内容有问题，网站没有改动。", file=sys.stderr)
            raise
        except Unfit as error:
            print("生成的网页没有通过最后的检查，网站没有改动：", file=sys.stderr)
            print(error, file=sys.stderr)
            print("这多半是模板的毛病：改过模板就改回去，没改过就请维护人员来看。", file=sys.stderr)
            return PROBLEMS
        except EngineError as error:
            print(f"生成网页时出错，网站没有改动：\n{error}", file=sys.stderr)
            return PROBLEMS
    seconds = time.monotonic() - started
    done = "网站已生成" if built.counts.is_new else "网站没有变化"
    print(f"{done}：{out}（{built.pages} 页，{built.pictures} 个图片文件，用时 {seconds:.1f} 秒）")
    if waiting := built.waiting:
        print(f"另有 {waiting} 条等审核，没有发布，或网站上还是以前通过的版本。")
    return DONE
