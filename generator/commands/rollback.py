"""`zhanting rollback`: the website that was there before, here or where it was published."""

import argparse
from pathlib import Path

from generator.commands.console import DONE
from generator.commands.deploy import TARGETS, add_access
from generator.commands.options import settings_of
from generator.errors import UsageError

HELP = "退回上一个网站；在本机再运行一次就换回来"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", metavar="目标", help=f"退回已发布的网站：{TARGETS}")
    parser.add_argument("--out", type=Path, help="网站在哪里，默认是项目里的 site")
    parser.add_argument("--list", action="store_true", help="只列出保留着哪些")
    parser.add_argument("--to", metavar="编号", help="退回哪一个，默认上一个")
    add_access(parser)


def run(options: argparse.Namespace) -> int:
    from generator.publishing import publish, releases
    from generator.publishing.lock import locked

    if options.at:
        from generator.deploy.command import run_rollback

        run_rollback(options, settings_of(options))
        return DONE
    out = (options.out or options.root / "site").resolve()
    if options.to and not options.to.isdigit():
        raise UsageError(f"编号是一个数，不是 “{options.to}”。用 --list 看有哪些。")
    if options.list:
        kept = releases.releases_of(out)
        for each in kept:
            print(f"{each.number:04}  {each.made:%Y-%m-%d %H:%M} 生成，{each.files} 个文件")
        if not kept:
            print(f"{out} 旁边没有保留以前的网站。")
        return DONE
    with locked(out, wait=options.wait):
        publish.mend(out)
        release = releases.roll_back(out, int(options.to) if options.to else None)
    print(f"网站已退回到 {release.made:%Y-%m-%d %H:%M} 生成的（{release.files} 个文件）：{out}")
    print(f"刚才的网站现在是 {release.number:04}，再运行一次就换回来。")
    return DONE
