"""A page that comes in pieces, as over a slow line, stands from the first where it will stand."""

import functools
import http.server
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

PAUSE_SECONDS = 0.5
SHIFT = """() => new Promise(resolve => new PerformanceObserver(list => resolve(
  list.getEntries().reduce((sum, each) => sum + each.value, 0))
).observe({type: "layout-shift", buffered: true}) || setTimeout(() => resolve(0), 300))"""


class _Slow(http.server.SimpleHTTPRequestHandler):
    """Pauses before the last figure of the home page."""

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        html = (Path(self.directory) / "index.html").read_bytes()
        figures = html.index(b'<dl class="zt-figures')
        cut = html.rindex(b"<div>", figures, html.index(b"</dl>", figures))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(html[:cut])
        self.wfile.flush()
        time.sleep(PAUSE_SECONDS)
        self.wfile.write(html[cut:])


@pytest.fixture
def slow(site: Path) -> Iterator[str]:
    handler = functools.partial(_Slow, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_figures_stay_in_their_columns_while_others_come(browser: Browser, slow: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 1800})
    page.goto(slow)
    assert page.evaluate(SHIFT) == 0
    columns = "getComputedStyle(document.querySelector('.zt-figures')).gridTemplateColumns"
    figures = page.locator(".zt-figures > div").count()
    assert len(page.evaluate(columns).split()) == min(figures, 4)
    page.close()
