"""The preview for browsers on this machine: GET and HEAD only, on loopback, for its own address.

No address is ever made into a path: what is asked for is looked up among what there is.
"""

import sys
import time
import traceback
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from generator.preview.choice import matching
from generator.preview.hall import LIVE, OWN
from generator.preview.loop import Loop
from generator.preview.moment import Shown
from generator.publishing.headers import SECURITY, content_type
from generator.rendering.hashed import is_immutable

_HERE = Path(__file__).parent
_OWN_FILES = ("live.js", "preview.css")
_HTML = "text/html; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"
# Proxies and browsers give a silent connection half a minute at least.
_WAIT_SECONDS = 25.0
# Other names that lead to loopback; a page from elsewhere comes with its own name (DNS rebinding).
_NAMES = ("127.0.0.1", "localhost", "[::1]")


class Server(ThreadingHTTPServer):
    """address: of loopback; port 0 takes a free one."""

    daemon_threads = True
    # On Windows two programs could otherwise listen on one port.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, address: tuple[str, int], loop: Loop) -> None:
        super().__init__(address, _Handler)
        self.loop = loop
        self.files = {f"{OWN}{name}": (_HERE / name).read_bytes() for name in _OWN_FILES}

    @property
    def url(self) -> str:
        return f"http://{self.server_address[0]!s}:{self.server_port}/"

    def address_of(self, permalink: str) -> str:
        return self.url + quote(permalink)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        hosts = {f"{name}:{self.server.server_port}" for name in _NAMES}
        if self.headers.get("Host", "").lower() not in hosts:
            self._answer(HTTPStatus.MISDIRECTED_REQUEST, _TEXT, b"")
            return
        split = urlsplit(self.path)
        try:
            self._respond(unquote(split.path).removeprefix("/"), parse_qs(split.query))
        except (BrokenPipeError, ConnectionResetError):  # the browser has gone on
            self.close_connection = True
        except Exception:
            traceback.print_exc()
            self._answer(
                HTTPStatus.INTERNAL_SERVER_ERROR, _TEXT, "出错了，原因在黑窗口里。".encode()
            )

    def do_HEAD(self) -> None:
        self.do_GET()

    def _respond(self, path: str, asked: dict[str, list[str]]) -> None:
        if path == LIVE:
            self._live(asked.get("page", [""])[0], asked.get("version", [""])[0])
        elif path == OWN:
            self._choose(asked.get("q", [""])[0].strip())
        elif not path or path.endswith("/"):
            shown = self._page(path)
            self._answer(
                HTTPStatus.OK if shown.is_there else HTTPStatus.NOT_FOUND, _HTML, shown.html
            )
        elif (content := self._file(path)) is not None:
            self._answer(HTTPStatus.OK, content_type(path), content, keeps=is_immutable(path))
        else:
            self._answer(HTTPStatus.NOT_FOUND, _TEXT, "预览里没有这个文件。".encode())

    def _page(self, permalink: str) -> Shown:
        return self.server.loop.ask(lambda hall: hall.page(permalink))

    def _file(self, uri: str) -> bytes | None:
        if uri in self.server.files:
            return self.server.files[uri]
        loop = self.server.loop
        content = loop.ask(lambda hall: hall.file(uri))
        if content is None and (path := loop.ask(lambda hall: hall.gallery).file(uri)):
            content = path.read_bytes()
        return content

    def _choose(self, asked: str) -> None:
        loop = self.server.loop
        found = loop.ask(lambda hall: matching(asked, hall.candidates())) if asked else []
        self._answer(HTTPStatus.OK, _HTML, loop.ask(lambda hall: hall.chooser(asked, found)))

    def _live(self, permalink: str, version: str) -> None:
        """Answer with the page as soon as it is another one than that version of it."""
        loop, until = self.server.loop, time.monotonic() + _WAIT_SECONDS
        while True:
            seen = loop.version
            shown = self._page(permalink)
            if shown.version != version:
                self._answer(HTTPStatus.OK, _HTML, shown.html)
                return
            left = until - time.monotonic()
            if left <= 0:
                self._answer(HTTPStatus.NO_CONTENT, _HTML, b"")
                return
            loop.wait_for_other(seen, left)

    def _answer(
        self, status: HTTPStatus, type_: str, content: bytes, *, keeps: bool = False
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", type_)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=3600, immutable" if keeps else "no-store")
        for name, value in SECURITY.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Staff watch the window for problems, not for requests."""
