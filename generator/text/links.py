"""Where a link in a staff text may lead: to a record or page of ours, or to an allowed website.

Judged is the address as a browser would read it, not its spelling. A host must stand in the list
letter by letter: no user name before it, no other port, no look-alike of another script.
"""

import posixpath
import re
from collections.abc import Container
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")
_MAIL = re.compile(r"mailto:[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII | re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?[0-9-]{3,20}", re.IGNORECASE)
_PORTS = {"http": ":80", "https": ":443"}

Refusal = tuple[str, dict[str, str]]


def is_outward(target: str) -> bool:
    """Whether an address leads, or tries to lead, out of the website's own pages."""
    return bool(_SCHEME.match(target)) or target.replace("\\", "/").startswith("//")


def refusal(target: str, hosts: Container[str]) -> Refusal | None:
    """The code and facts of what is wrong with an outward address; None for an allowed one."""
    if "\\" in target or re.search(r"[\x00-\x20\x7f]", target):
        return _bad(target, "里面有反斜杠或空格")
    found = _SCHEME.match(target)
    scheme = found[0].lower() if found else ""
    if scheme in ("mailto", "tel"):
        if (_MAIL if scheme == "mailto" else _PHONE).fullmatch(target):
            return None
        return _bad(target, "邮箱或电话号码写得不对")
    if not scheme:
        return _bad(target, "网址要从 https:// 写起")
    if scheme not in _PORTS:
        return _bad(target, f"“{scheme}:”不是网址，可能会运行程序")
    try:
        host = urlsplit(target).netloc.lower()
    except ValueError:
        host = ""
    if "@" in host:
        return _bad(target, "网站名前面夹着 @，真正打开的是 @ 后面的网站")
    host = host.removesuffix(_PORTS[scheme])
    if not host:
        return _bad(target, "看不出是哪个网站")
    return None if host in hosts else ("foreign-link", {"written": target, "host": _plain(host)})


def page_permalink(source: str, target: str) -> str | None:
    """The permalink that a link such as ../names/index.md in a hand-written page means.

    source: the page's own file, below the pages folder. None when it leads out of the website.
    """
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(target)))
    return None if path.startswith(("../", "/")) else permalink_of(path)


def permalink_of(uri: str) -> str:
    """`names/index.md` → `names/`, `about.md` → `about/`, `index.md` → ``."""
    address = re.sub(r"(?:(?<=/)|^)(?:index|README)\.md$|\.md$", "", uri)
    return f"{address.strip('/')}/".lstrip("/")


def _bad(target: str, reason: str) -> Refusal:
    return "bad-link", {"written": target[:100], "reason": reason}


def _plain(host: str) -> str:
    """A host with letters that only look Latin, also in the form that gives them away."""
    try:
        ascii_form = host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
    return host if ascii_form == host else f"{host}（{ascii_form}）"
