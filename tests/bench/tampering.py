"""Touches a served website in 100 ways and looks whether `verify` finds each; then looks 100 times
at an untouched one.

    python tests/bench/tampering.py SITE [TIMES]

SITE: a built website with its manifest; it is copied, and the manifest is kept elsewhere, as an
office would. Edits, truncations, deletions, additions and changed headers are drawn at random. What
was added without a link to it can only be found in the folder, and is looked for there.
"""

import functools
import http.server
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from generator.publishing.headers import SECURITY, content_type  # noqa: E402
from generator.publishing.manifest import MANIFEST  # noqa: E402
from generator.publishing.verify import Trusted, verify_folder  # noqa: E402
from generator.publishing.verify_http import Manners, verify_url  # noqa: E402

QUICK = Manners(rate=100_000)
HEADERS = [
    *((name, "") for name in SECURITY),
    ("Content-Security-Policy", "default-src * 'unsafe-inline'"),
    ("Content-Type", "text/html"),
    ("Refresh", "5; url=https://spam.example/"),
]


class Server(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    said: dict[str, str] = {}  # noqa: RUF012

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        found = file.is_file()
        body = file.read_bytes() if found else b"<!doctype html><p>404</p></html>"
        self.send_response(200 if found else 404)
        kind = content_type(file.name if found else "404.html")
        for name, value in ({"Content-Type": kind} | SECURITY | self.said).items():
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def touch(site: Path, how: str) -> str:
    """Touch the website in one way; what was done."""
    # A byte of an empty file can neither be changed nor cut off.
    files = [path for path in site.rglob("*") if path.is_file() and path.stat().st_size]
    file = random.choice(files)
    content = file.read_bytes()
    uri = file.relative_to(site).as_posix()
    if how == "edit":
        place = random.randrange(len(content))
        changed = bytes([content[place] ^ random.randrange(1, 256)])
        file.write_bytes(content[:place] + changed + content[place + 1 :])
    elif how == "truncate":
        file.write_bytes(content[: random.randrange(len(content))])
    elif how == "delete":
        file.unlink()
    elif how == "add":
        uri = (file.parent / f"spam-{random.getrandbits(32):x}.html").relative_to(site).as_posix()
        (site / uri).write_text("<a href='https://spam.example/'>")
    elif how == "header":
        name, value = random.choice(HEADERS)
        Server.said = {name: value}
        uri = f"{name}: {value}"
    return uri


def main() -> int:
    source, times = Path(sys.argv[1]), int((sys.argv[2:] or ["100"])[0])
    found: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    alarms = 0
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        shutil.copytree(source, site)
        trusted = Trusted(manifest=(site / MANIFEST).read_bytes())
        handler = functools.partial(Server, directory=str(site))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            url = f"http://127.0.0.1:{server.server_port}/"
            began = time.monotonic()
            for number in range(times):
                how = ("edit", "truncate", "delete", "add", "header")[number % 5]
                done = touch(site, how)
                tried[how] += 1
                if how == "add":
                    report = verify_folder(site, trusted)
                else:
                    report = verify_url(url, trusted, QUICK, headers=SECURITY)
                if any(each.uri == done or how == "header" for each in report.findings):
                    found[how] += 1
                else:
                    print(f"NOT FOUND: {how} {done}")
                Server.said = {}
                shutil.rmtree(site)
                shutil.copytree(source, site)
            for number in range(times):
                if number % 2:
                    report = verify_folder(site, trusted)
                else:
                    report = verify_url(url, trusted, QUICK, headers=SECURITY)
                clean = not report.findings and not report.unreached
                alarms += not clean
            seconds = time.monotonic() - began
            server.shutdown()
    told = ", ".join(f"{how} {found[how]} of {tried[how]}" for how in tried)
    print(
        f"found {sum(found.values())} of {times} ({told}); {alarms} false alarms in {times} clean"
    )
    print(f"{seconds:.0f} s")
    return int(sum(found.values()) < times or alarms > 0)


if __name__ == "__main__":
    sys.exit(main())
