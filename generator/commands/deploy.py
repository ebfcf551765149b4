"""`zhanting deploy`: the finished website goes to where it is served from."""

import argparse
from datetime import datetime
from pathlib import Path

from generator.commands.console import DONE
from generator.commands.options import count, positive, settings_of
from generator.settings import CHINA

HELP = "把生成好的网站发布到服务器"
TARGETS = "文件夹的路径，ssh://用户@服务器:端口/路径，git:仓库#分支，或 s3://存储桶/前缀"


def add_access(parser: argparse.ArgumentParser) -> None:
    """What both commands need to reach a target; secrets come from the environment."""
    parser.add_argument("--known-hosts", type=Path, metavar="文件", help="ssh：主机密钥的文件")
    parser.add_argument("--endpoint", metavar="网址", help="s3：对象存储的服务网址")
    parser.add_argument("--key", type=Path, metavar="私钥", help="给清单签名的私钥，不放在服务器上")
    parser.add_argument(
        "--wait", type=count, default=0, metavar="秒数", help="另一个发布正在进行时，最多等多久"
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="目标", help=TARGETS)
    parser.add_argument("--site", type=Path, help="生成好的网站，默认是项目里的 site")
    parser.add_argument("--url", metavar="网址", help="切换后再按这个网址核对一遍")
    parser.add_argument("--dry-run", action="store_true", help="只列出会改动什么，什么也不改")
    parser.add_argument(
        "--keep", type=positive, default=5, metavar="个数", help="保留最近几版，可以退回；默认 5"
    )
    parser.add_argument(
        "--keep-days",
        type=count,
        default=7,
        metavar="天数",
        help="旧网页还要用的文件再留几天，默认 7；0 是马上撤下",
    )
    parser.add_argument(
        "--committed", type=_moment, metavar="时间", help="内容的提交时间，默认从 git 里读"
    )
    parser.add_argument("--afresh", action="store_true", help="不管线上现在是什么，从头发布")
    add_access(parser)


def run(options: argparse.Namespace) -> int:
    from generator.deploy.command import run_deploy

    run_deploy(options, settings_of(options))
    return DONE


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(text) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
