"""The order of a deployment: lock, compose, send, look, switch, look again, tidy."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from generator.deploy.release import Online, Order, Release, compose, is_online
from generator.deploy.target import Target, refuse_unlike
from generator.errors import Hindered, UsageError
from generator.publishing.lock import locked

Say = Callable[[str], None]

_SHOWN = 20
_BACK = "先再发布一次；仍不一致，用 zhanting rollback --at 目标 退回上一版，再查原因。"


@dataclass(frozen=True)
class Wish:
    """How to deploy. afresh: as if nothing were online. keep: how many releases stay reachable.

    wait: seconds to wait for another deployment from this project to end.
    """

    order: Order
    keep: int
    afresh: bool
    dry_run: bool
    wait: int = 0


def deploy(site: Path, cache: Path, target: Target, wish: Wish, say: Say) -> None:
    """Bring `site` online at `target`; Hindered with the reason, and what is online stays.

    Killed at any moment, it leaves what visitors see whole, and the next run goes on from there.
    """
    with locked(cache, wait=wish.wait), target.locked():
        online = None if wish.afresh else target.online()
        order = replace(wish.order, compress=target.compress, needed=target.needed())
        release = compose(site, cache, online, order)
        _tell_changes(release, online, say)
        if wish.dry_run:
            return
        if is_online(release, online):
            say("线上已经是这一版。")
        else:
            target.place(release)
            if not wish.afresh and target.online() != online:
                raise Hindered("发布期间线上的网站被别处换过，没有切换。请再发布一次。")
            target.switch(release)
            say(f"已切换到 {release.name}。")
        target.tidy(wish.keep)
        refuse_unlike(target.differences(), "发布后核对不一致", _BACK)
    say(f"核对完毕：{len(release.manifest.files)} 个文件，全部一致。")


def roll_back(target: Target, name: str | None, now: datetime, key: Path | None, say: Say) -> None:
    """Show a former release again: the one before what is online, or the one called `name`."""
    with target.locked():
        found = target.releases()
        if name is None:
            name = _former(target, found)
        elif name not in found:
            raise UsageError(f"没有 “{name}” 这一版。现有：{'、'.join(found) or '一版也没有'}")
        target.roll_back(name, now, key)
        say(f"已退回 {name}。")
        refuse_unlike(target.differences(), "退回后核对不一致", "")


def _former(target: Target, found: list[str]) -> str:
    online = target.online()
    previous = online.manifest.previous[:8] if online else ""
    former = next((name for name in found if previous and name.endswith(f"-{previous}")), None)
    if former is None:
        raise Hindered(
            "没有可以退回的上一版。"
            + (f"现有：{'、'.join(found)}，用 --to 指定。" if found else "")
        )
    return former


def commit_time(root: Path) -> datetime | None:
    """When the project's state was committed; None when it is not in git."""
    git = shutil.which("git")
    if not git or not (root / ".git").exists():
        return None
    command = [git, "-C", str(root), "log", "-1", "--format=%cI"]
    done = subprocess.run(command, capture_output=True, text=True)
    return datetime.fromisoformat(done.stdout.strip()) if done.stdout.strip() else None


def _tell_changes(release: Release, online: Online | None, say: Say) -> None:
    before = online.manifest.files if online else {}
    after = release.manifest.files
    added = sorted(after.keys() - before.keys())
    changed = sorted(uri for uri in after.keys() & before.keys() if after[uri] != before[uri])
    gone = sorted(before.keys() - after.keys())
    say(
        f"新增 {len(added)} 个文件，改动 {len(changed)} 个，删除 {len(gone)} 个，"
        f"为已打开的旧网页暂留 {len(release.manifest.kept)} 个。"
    )
    for mark, uris in (("+", added), ("*", changed), ("-", gone)):
        for uri in uris[:_SHOWN]:
            say(f"  {mark} {uri}")
        if len(uris) > _SHOWN:
            say(f"  {mark} 等 {len(uris)} 个")
