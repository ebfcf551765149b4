"""`zhanting verify`: whether somebody touched a website."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from generator.commands.console import DONE, PROBLEMS, UNSURE, Progress
from generator.commands.options import positive
from generator.errors import UsageError

HELP = "核对网站：有没有被人改动、删除或添加"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="网站", help="网站所在的文件夹，或它的网址")
    parser.add_argument(
        "--manifest", type=Path, metavar="文件", help="另外保存的 SHA256SUMS，和它比对"
    )
    parser.add_argument("--key", type=Path, metavar="公钥", help="公钥文件，核对清单的签名")
    parser.add_argument(
        "--allow",
        metavar="域名",
        nargs="+",
        help="页面可以链接到的网站；不写就以没被改动的页面为准",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text 或 json")
    live = parser.add_argument_group("核对网址时")
    live.add_argument("--headers", action="store_true", help="也核对安全响应头")
    live.add_argument("--rate", type=positive, default=10, help="每秒最多几次请求，默认 10")
    live.add_argument("--at-once", type=positive, default=2, help="同时几个请求，默认 2")
    live.add_argument("--timeout", type=positive, default=20, help="等多少秒没有回答算不通")
    live.add_argument("--sample", type=positive, metavar="个数", help="只随机抽查这么多个文件")
    live.add_argument("--user-agent", help="自称什么；有的黑客只给搜索引擎看假页面，可以冒充它来查")
    live.add_argument(
        "--plain-names", action="store_true", help="按 …/index.html 取页面（对象存储）"
    )


def run(options: argparse.Namespace) -> int:
    from generator.publishing import headers, verify, verify_http
    from generator.publishing.signing import SigningError

    if options.key and not options.key.is_file():
        raise UsageError(f"找不到公钥文件：{options.key}")
    try:
        trusted = verify.Trusted(
            options.manifest.read_bytes() if options.manifest else b"",
            options.key,
            None if options.allow is None else frozenset(options.allow),
        )
    except OSError as error:
        raise UsageError(f"读不了另外保存的清单：{options.manifest}") from error
    try:
        if "://" in options.target:
            manners = verify_http.Manners(
                rate=options.rate,
                at_once=options.at_once,
                timeout=options.timeout,
                agent=options.user_agent or verify_http.AGENT,
                sample=options.sample,
                plain_names=options.plain_names,
            )
            expected = headers.SECURITY if options.headers else None
            with Progress() as progress:
                report = verify_http.verify_url(
                    options.target, trusted, manners, headers=expected, progress=progress
                )
        else:
            report = verify.verify_folder(Path(options.target), trusted)
    except (verify.Unverifiable, SigningError) as error:
        print(f"没能核对：{error}", file=sys.stderr)
        return UNSURE
    if options.format == "json":
        print(json.dumps(asdict(report), ensure_ascii=False, indent=1))
    else:
        print(*report.lines(), sep="\n")
    if report.findings:
        return PROBLEMS
    return UNSURE if report.unreached else DONE
