"""Which record is meant: a file, a folder, an address, or a name or a part of one."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.errors import UsageError, quoted
from generator.preview.moment import Candidate
from generator.relating.catalog import fold
from generator.text.suggest import nearest

_MOST_LISTED = 15


def choose(wanted: str, candidates: Sequence[Candidate]) -> Candidate:
    """The one record that is meant; UsageError with those near it if there is not just one."""
    found = matching(wanted, candidates)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(_none(wanted, candidates))
    listed = [f"  {each.name}（{each.label or '有问题'}）　{_shown(each)}" for each in found]
    more = len(listed) - _MOST_LISTED
    told = [*listed[:_MOST_LISTED], *([f"  ……还有 {more} 条"] if more > 0 else [])]
    raise UsageError(
        f"名称里有“{wanted}”的记录有 {len(found)} 条：\n" + "\n".join(told) + "\n"
        "请把名称写全，或者写后面的文件夹。"
    )


def matching(wanted: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """All that may be meant; if any is meant exactly, only those."""
    candidates = list(candidates)
    path = Path(os.path.abspath(wanted))  # noqa: PTH100  resolve() would follow links
    if path.exists():
        inside = [each for each in candidates if path.is_relative_to(each.file.parent)]
        if inside:
            return inside
    address = unquote(urlsplit(wanted).path).strip("/").removesuffix("index.html").strip("/")
    by_address = [each for each in candidates if each.permalink.strip("/") == address]
    if address and by_address:
        return by_address
    asked = fold(wanted)
    if not asked:
        return []
    by_name = [each for each in candidates if asked in map(fold, each.names)]
    return by_name or [each for each in candidates if any(asked in fold(n) for n in each.names)]


def _none(wanted: str, candidates: Sequence[Candidate]) -> str:
    if Path(wanted).exists():
        return f"“{wanted}”不是一条记录，也不在记录的文件夹里。请写 content 里某条记录的文件夹。"
    near = nearest(wanted, [each.name for each in candidates], 0.4)
    hint = f"是不是{quoted(near)}？" if near else ""
    return f"没有名称里带“{wanted}”的记录。{hint}不写名称，就会打开一页，列出最近保存的记录。"


def _shown(each: Candidate) -> str:
    return "/".join(each.file.parts[-4:-1])
