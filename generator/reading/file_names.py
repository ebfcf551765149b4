"""What files and folders may be called, so that they mean the same on every system.

Content is kept on Windows, macOS and Linux, packed, sent and unpacked; a name that one of them
cannot hold, or takes for another one, would lose a file there without a word.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from generator.text.characters import ZERO_WIDTH, bad_character, uncommon

MAX_LENGTH = 100
# learn.microsoft.com/windows/win32/fileio/naming-a-file
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\t\n\r]')
_DEVICE = re.compile(r"(?i:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(?:\..*)?")
# What nearly all are called; nothing but its length and a device's name can be wrong with it.
_SLUG = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9]+)?")
# Left behind by systems, editors and office programs: no staff wrote them.
_LEFTOVER = re.compile(
    r"\..*|~\$.*|\.~.*|thumbs\.db|desktop\.ini|ehthumbs\.db|__macosx|.*~|.*\.(?:tmp|swp|crdownload|part)",
    re.IGNORECASE,
)


def is_leftover(name: str) -> bool:
    """Whether a file or folder is rubbish that nobody needs to be told of."""
    return _LEFTOVER.fullmatch(name) is not None


def printable(name: str) -> str:
    """A name as it can be shown, with U+FFFD for what is no character or cannot be seen."""
    if not uncommon(name) and name.isprintable():
        return name
    plain = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in name)
    while bad := bad_character(plain) or ZERO_WIDTH.search(plain):
        plain = plain[: bad.start()] + "\ufffd" + plain[bad.end() :]
    return re.sub(r"[\t\n\r]", "\ufffd", plain)


def fault(name: str) -> str:
    """Why a name cannot be used, in Chinese; empty for a sound one."""
    if _SLUG.fullmatch(name) and len(name) <= MAX_LENGTH and not _DEVICE.fullmatch(name):
        return ""
    if re.search("[\ud800-\udfff]", name):
        return "里有乱码，多半是在中文 Windows 上压缩、又在别处解压的"
    if bad_character(name) or ZERO_WIDTH.search(name):
        return "里有看不见的字符"
    if found := _FORBIDDEN.search(name):
        shown = found.group() if found.group().isprintable() else "换行或制表符"
        return f"里有 {shown}，Windows 上不能用"
    if name != name.strip() or name.endswith("."):
        return "的开头或末尾是空格，或末尾是点，Windows 会把它去掉"
    if _DEVICE.fullmatch(name):
        return "是 Windows 保留给设备的，在 Windows 上打不开"
    if len(name) > MAX_LENGTH:
        return f"有 {len(name)} 个字，超过了 {MAX_LENGTH} 个"
    if not unicodedata.is_normalized("NFC", name):
        return "里的字母和上面的符号是分开的两个字（多半来自苹果电脑），别的电脑会当成另一个名字"
    return ""


def fit_name(wanted: str) -> str:
    """The name itself, or the nearest that can be used."""
    if not fault(wanted):
        return wanted
    plain = _FORBIDDEN.sub("-", unicodedata.normalize("NFC", printable(wanted)))
    stem, dot, suffix = plain.replace("\ufffd", "-").strip(" .").rpartition(".")
    kept = (stem or suffix).strip()[: MAX_LENGTH - 10] or "文件"
    name = f"{kept}{dot}{suffix}" if stem else kept
    return f"文件-{name}" if _DEVICE.fullmatch(name) else name


def alike(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Groups of names in one folder that Windows or macOS would take for the same."""
    every = sorted(names)
    if len(every) < 2:
        return []
    found: dict[str, list[str]] = defaultdict(list)
    for name in every:
        plain = unicodedata.normalize("NFC", name)
        found[unicodedata.normalize("NFC", plain.casefold())].append(name)
    return [tuple(group) for group in found.values() if len(group) > 1]
