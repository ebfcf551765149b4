"""`zhanting deploy` and `zhanting rollback --at`: from their options to what they call."""

import argparse
import os
from datetime import UTC, datetime
from functools import partial

from generator.deploy.address import Access, target_of
from generator.deploy.release import Order
from generator.deploy.run import Wish, commit_time, deploy, roll_back
from generator.deploy.target import Target
from generator.errors import Hindered, UsageError
from generator.publishing.signing import SigningError
from generator.settings import CHINA, Settings


def run_deploy(options: argparse.Namespace, settings: Settings) -> None:
    order = Order(
        released=now(),
        committed=options.committed or commit_time(settings.root),
        keep_days=options.keep_days,
        key=options.key,
        needed=frozenset(),
        compress=True,
        jobs=settings.jobs,
    )
    site = (options.site or settings.root / "site").absolute()
    wish = Wish(order, options.keep, options.afresh, options.dry_run, options.wait)
    cache = settings.cache / "deploy"
    target = _target(options.target, options, settings)
    try:
        deploy(site, cache, target, wish, partial(print, flush=True))
        if options.url and not options.dry_run:
            _verify_live(options.url)
    except SigningError as error:
        raise Hindered(f"没有发布：{error}") from error


def run_rollback(options: argparse.Namespace, settings: Settings) -> None:
    target = _target(options.at, options, settings)
    if options.list:
        with target.locked():
            print(*target.releases(), sep="\n")
        return
    try:
        roll_back(target, options.to, now(), options.key, print)
    except SigningError as error:
        raise Hindered(f"没有退回：{error}") from error


def now() -> datetime:
    """The time of this release, in China; SOURCE_DATE_EPOCH pins it."""
    pinned = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(pinned), UTC) if pinned else datetime.now(UTC)
    return moment.astimezone(CHINA).replace(microsecond=0)


def _target(address: str, options: argparse.Namespace, settings: Settings) -> Target:
    access = Access(
        options.known_hosts,
        options.endpoint,
        settings.cache / "deploy",
        options.wait,
        settings.root,
    )
    if options.known_hosts and not options.known_hosts.is_file():
        raise UsageError(f"找不到登记主机密钥的文件：{options.known_hosts}")
    return target_of(address, access)


def _verify_live(url: str) -> None:
    from generator.publishing.verify import Trusted, Unverifiable
    from generator.publishing.verify_http import Manners, verify_url

    try:
        report = verify_url(url, Trusted(), Manners(rate=100, at_once=4))
    except Unverifiable as error:
        raise Hindered(f"已经发布，但没能按网址核对：{error}") from error
    print(*report.lines(), sep="\n")
    if report.findings or report.unreached:
        raise Hindered("已经发布，但按网址核对不一致。请检查网页服务器的配置和缓存。")
