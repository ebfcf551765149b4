"""Problems (faults in content, told to staff in Chinese) and the errors of commands.

A `Problem` is data about content. An exception other than `ContentError` is a bug of ours.
Codes are permanent: staff search for them and the handbook lists them.
"""

import errno
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.messages import MESSAGES


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one file.

    file: relative to the project root, with forward slashes.
    line: 1-based; for a missing field, the line of what should hold it; 0 where `file` says all.
    field: as staff wrote it, such as 照片[2].图注; empty when the whole file is meant.
    code: permanent, see MESSAGES.
    what: what is wrong, with the value as written. mend: what to do now.
    is_notice: worth knowing, but it keeps nothing from being published.
    """

    file: str
    line: int
    field: str
    code: str
    what: str
    mend: str
    is_notice: bool = False

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        where = f"{self.file}{line}" + (f" 〔{self.field}〕" if self.field else "")
        named = "提醒" if self.is_notice else "问题"
        return f"{where}\n    {named}：{self.what}\n    改法：{self.mend}  ({self.code})"


class ContentError(Exception):
    """The content has problems, so nothing was built. Carries all of them, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Refused(Exception):
    """Reading one file stopped here; the problems say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems


class UsageError(Exception):
    """A command was called in a way that cannot work; the text says in Chinese what to do."""


class Hindered(Exception):
    """Something beside the content keeps a command from its work: a full disk, somebody else.

    The text says in Chinese what, and what to do.
    """


_PLAIN = {
    errno.ENOSPC: ("磁盘满了", "腾出一些空间再试"),
    errno.EDQUOT: ("磁盘配额用完了", "腾出一些空间，或请管理员加大配额"),
    errno.EROFS: ("磁盘是只读的", "换一个能写的地方，或请管理员处理"),
    errno.EACCES: ("没有权限", "换一个能写的地方，或请管理员给权限"),
    errno.EPERM: ("没有权限", "换一个能写的地方，或请管理员给权限"),
    errno.EFBIG: ("文件太大，磁盘不收", "换一个磁盘，或请管理员放宽限制"),
    errno.EIO: ("磁盘读写出错", "请管理员检查磁盘"),
}


def hindrance(error: OSError) -> Hindered | None:
    """What keeps us from our work, in plain words; None for a bug of ours."""
    if isinstance(error, ChildProcessError):
        return Hindered(
            "有一个进程中途被系统结束了，多半是内存不够。\n"
            "关掉别的程序再试一次；还不行，请维护人员来看。原来的网站没有改动。"
        )
    if error.errno not in _PLAIN:
        return None
    what, mend = _PLAIN[error.errno]
    where = f"：{error.filename2 or error.filename}" if error.filename else ""
    return Hindered(f"{what}{where}\n{mend}。没有做完的都已撤回，原来的网站和内容没有改动。")


def problem(code: str, file: str, line: int, field: str = "", **facts: object) -> Problem:
    """Make the problem `code` at a place, filling its message with `facts`."""
    message = MESSAGES[code]
    for name, value in facts.items():
        if "“" in str(value):
            # Quotation marks around a name that has its own would be hard to tell apart.
            message = message.with_corner_quotes(name)
    return Problem(
        file=file,
        line=line,
        field=field,
        code=code,
        what=message.what.format(**facts),
        mend=message.mend.format(**facts),
        is_notice=message.is_notice,
    )


def quoted(text: str) -> str:
    """A text in quotation marks that differ from its own."""
    return f"「{text}」" if re.search("[“”]", text) else f"“{text}”"


# Whether somebody asks about a file, by the name that problems give it.
Asked = Callable[[str], bool]


def everything(file: str) -> bool:
    return True


def shown(words: Iterable[str], most: int = 30) -> str:
    """Words as one Chinese enumeration, cut with 等 when there are too many to read."""
    listed = list(words)
    return "、".join(listed[:most]) + (" 等" if len(listed) > most else "")
