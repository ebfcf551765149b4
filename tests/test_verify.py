"""A website that was touched is told from one that was not: in a folder, and over HTTP."""

import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from generator.cli import main
from generator.publishing.headers import SECURITY, content_type
from generator.publishing.manifest import MANIFEST, manifest_of
from generator.publishing.signing import SIGNATURE, sign
from generator.publishing.verify import Finding, Report, Trusted, Unverifiable, verify_folder
from generator.publishing.verify_http import Manners, verify_url

QUICK = Manners(rate=10_000, timeout=5)
NOBODY = Trusted()
PAGE = (
    '<!doctype html><html lang="zh-CN"><title>页</title><body>'
    '<a href="/about/">关于</a><a href="https://www.gov.cn/">中国政府网</a></body></html>\n'
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small website with its manifest."""
    folder = tmp_path / "site"
    for uri in ("index.html", "about/index.html", "404.html", "名录/index.html"):
        (folder / uri).parent.mkdir(parents=True, exist_ok=True)
        (folder / uri).write_text(PAGE, encoding="utf-8")
    (folder / "assets").mkdir()
    (folder / "assets/a.js").write_text("let a = 1;\n")
    (folder / "assets/a.js.gz").write_bytes(gzip.compress(b"let a = 1;\n", mtime=0))
    (folder / MANIFEST).write_text(manifest_of(folder).text(), encoding="utf-8")
    return folder


class Server(http.server.SimpleHTTPRequestHandler):
    """A server that sends our headers, packs pages, and says what a test has it say."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["User-Agent"]))
        if self.server.instead(self):
            return
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        found = file.is_file()
        body = (file if found else Path(self.directory, "404.html")).read_bytes()
        packs = file.suffix == ".html" and "gzip" in self.headers["Accept-Encoding"]
        self.send_response(200 if found else 404)
        for name, value in (SECURITY | self.server.said).items():
            if value:
                self.send_header(name, value)
        if "Content-Type" not in self.server.said:
            self.send_header("Content-Type", content_type(file.name if found else "404.html"))
        if packs:
            self.send_header("Content-Encoding", "gzip")
            body = gzip.compress(body)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, to: str) -> bool:
        self.send_response(302)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return True

    def fail(self, status: int) -> bool:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return True

    def log_message(self, *_: object) -> None:
        pass


class Host(http.server.ThreadingHTTPServer):
    asked: list[tuple[str, str]]
    said: dict[str, str]
    instead: Callable[[Server], bool]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


@contextmanager
def served(folder: Path) -> Iterator[Host]:
    with Host(("127.0.0.1", 0), functools.partial(Server, directory=str(folder))) as host:
        host.asked, host.said, host.instead = [], {}, lambda request: False
        threading.Thread(target=host.serve_forever, args=(0.01,), daemon=True).start()
        yield host
        host.shutdown()


@pytest.fixture
def host(site: Path) -> Iterator[Host]:
    with served(site) as running:
        yield running


def told(report: Report) -> set[tuple[str, str]]:
    return {(finding.uri, finding.kind) for finding in report.findings}


# ---------------------------------------------------------------- a folder


def test_an_untouched_folder_is_clean(site: Path) -> None:
    assert verify_folder(site, NOBODY) == Report(6, ())


def test_a_link_to_the_release_is_followed_as_servers_do(site: Path) -> None:
    current = site.with_name("current")
    current.symlink_to(site)
    assert verify_folder(current, NOBODY).findings == ()


def test_what_was_changed_removed_and_added_is_told(site: Path) -> None:
    (site / "index.html").write_text(PAGE.replace("www.gov.cn", "spam.example"), "utf-8")
    (site / "about/index.html").unlink()
    (site / "名录/b.html").write_text("<a href='//casino.example/x'>", "utf-8")
    assert verify_folder(site, NOBODY).findings == (
        Finding("about/index.html", "missing", "清单里有，网站上没有"),
        Finding("index.html", "changed", "内容和清单不符"),
        Finding("index.html", "host", "有指向 spam.example 的链接"),
        Finding("名录/b.html", "added", "清单里没有这个文件"),
        Finding("名录/b.html", "host", "有指向 casino.example 的链接"),
    )


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
def test_links_special_files_and_wide_permissions_are_told(site: Path) -> None:
    (site / "404.html").unlink()
    (site / "404.html").symlink_to("/etc/hostname")
    os.mkfifo(site / "pipe")
    (site / "assets/a.js").chmod(0o666)
    (site / "assets").chmod(0o777)
    assert told(verify_folder(site, NOBODY)) == {
        ("404.html", "unsafe"),
        ("pipe", "unsafe"),
        ("assets/a.js", "unsafe"),
        ("assets", "unsafe"),
    }


def test_who_changes_the_manifest_too_is_found_with_a_copy(site: Path) -> None:
    copy = (site / MANIFEST).read_bytes()
    (site / "index.html").write_text("别的", "utf-8")
    (site / MANIFEST).write_text(manifest_of(site).text(), "utf-8")
    assert verify_folder(site, NOBODY).findings == ()
    report = verify_folder(site, Trusted(manifest=copy))
    assert told(report) == {(MANIFEST, "changed"), ("index.html", "changed")}


def test_who_changes_the_manifest_too_is_found_with_a_key(site: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    trusted = Trusted(key=tmp_path / "key.pub")
    assert told(verify_folder(site, trusted)) == {(SIGNATURE, "missing")}
    (site / SIGNATURE).write_bytes(sign((site / MANIFEST).read_bytes(), key))
    assert verify_folder(site, trusted).findings == ()
    (site / "index.html").write_text("别的", "utf-8")
    (site / MANIFEST).write_text(manifest_of(site, but=frozenset({SIGNATURE})).text(), "utf-8")
    assert told(verify_folder(site, trusted)) == {(SIGNATURE, "signature")}


def test_a_manifest_that_is_none_is_told_alone(site: Path) -> None:
    (site / MANIFEST).write_text("<h1>", "utf-8")
    assert told(verify_folder(site, NOBODY)) == {(MANIFEST, "changed")}
    (site / MANIFEST).unlink()
    assert told(verify_folder(site, NOBODY)) == {(MANIFEST, "missing")}


def test_with_a_list_of_hosts_every_page_is_looked_at(site: Path) -> None:
    assert verify_folder(site, Trusted(hosts=frozenset({"www.gov.cn"}))).findings == ()
    assert len(verify_folder(site, Trusted(hosts=frozenset())).findings) == 4


# ---------------------------------------------------------------- a live website


def test_an_untouched_website_is_clean(host: Host) -> None:
    report = verify_url(host.url, NOBODY, QUICK, headers=SECURITY)
    assert report == Report(6, ())
    assert ("/about/", "zhanting-verify/1") in host.asked


def test_a_website_below_a_path_is_clean(site: Path) -> None:
    text = PAGE.replace('"/about/"', '"../about/"')
    for page in site.rglob("*.html"):
        page.write_text(text, encoding="utf-8")
    (site / MANIFEST).write_text(manifest_of(site).text(), encoding="utf-8")
    with served(site.parent) as host:
        (site.parent / "404.html").write_text("没有")
        assert verify_url(f"{host.url}site", NOBODY, QUICK).findings == ()


def test_touched_files_are_told(site: Path, host: Host) -> None:
    spam = '<a href="/spam/">?</a><a href="https://spam.example/">!</a>'
    (site / "index.html").write_text(PAGE + spam, "utf-8")
    (site / "spam").mkdir()
    (site / "spam/index.html").write_text('<a href="deeper.html">', "utf-8")
    (site / "spam/deeper.html").write_text("<p>", "utf-8")
    (site / "assets/a.js").write_text("let a = 2;\n")
    (site / "assets/a.js.gz").unlink()
    assert told(verify_url(host.url, NOBODY, QUICK)) == {
        ("index.html", "changed"),
        ("index.html", "host"),
        ("spam/index.html", "added"),
        ("spam/deeper.html", "added"),
        ("assets/a.js", "changed"),
        ("assets/a.js.gz", "missing"),
    }


def test_a_changed_precompressed_file_is_told(site: Path, host: Host) -> None:
    (site / "assets/a.js.gz").write_bytes(gzip.compress(b"let a = 2;\n", mtime=0))
    assert told(verify_url(host.url, NOBODY, QUICK)) == {("assets/a.js.gz", "changed")}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Security-Policy", ""),
        ("Content-Security-Policy", "script-src *"),
        ("X-Content-Type-Options", ""),
        ("Refresh", "0; url=https://spam.example/"),
        ("Content-Type", "text/html"),
    ],
)
def test_changed_headers_are_told(host: Host, name: str, value: str) -> None:
    host.said = {name: value}
    kinds = {kind for _, kind in told(verify_url(host.url, NOBODY, QUICK, headers=SECURITY))}
    assert kinds == {"header"}


def test_being_sent_elsewhere_is_told_but_not_followed(host: Host) -> None:
    host.instead = lambda request: (
        request.path == "/about/" and request.redirect("http://localhost:1/")
    )
    assert told(verify_url(host.url, NOBODY, QUICK)) == {("about/index.html", "redirect")}


def test_being_sent_on_within_the_website_is_followed(host: Host) -> None:
    host.instead = lambda request: request.path == "/about/" and request.redirect("/about/?a")
    assert verify_url(host.url, NOBODY, QUICK).findings == ()
    host.instead = lambda request: (
        request.path.startswith("/about/") and request.redirect("/about/?a")
    )
    assert told(verify_url(host.url, NOBODY, QUICK)) == {("about/index.html", "redirect")}


def test_a_server_that_answers_everything_is_told(site: Path, host: Host) -> None:
    host.instead = lambda request: (
        "zhanting-verify-" in request.path and request.redirect("/about/")
    )
    assert told(verify_url(host.url, NOBODY, QUICK)) == {("*", "added")}


def test_one_who_shows_search_engines_something_else_is_found(site: Path, host: Host) -> None:
    host.instead = lambda request: (
        "Baiduspider" in request.headers["User-Agent"] and request.fail(404)
        if request.path == "/about/"
        else False
    )
    assert verify_url(host.url, NOBODY, QUICK).findings == ()
    crawler = replace(QUICK, agent="Mozilla/5.0 (compatible; Baiduspider/2.0)")
    assert told(verify_url(host.url, NOBODY, crawler)) == {("about/index.html", "missing")}


def test_what_cannot_be_looked_at_is_not_called_clean(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.publishing.verify_http._PAUSES", (0.0, 0.0))
    tries: list[str] = []

    def fails_twice(request: Server) -> bool:
        tries.append(request.path)
        return tries.count("/about/") < 3 and request.path == "/about/" and request.fail(503)

    host.instead = fails_twice
    assert verify_url(host.url, NOBODY, QUICK) == Report(6, ())
    host.instead = lambda request: request.path == "/about/" and request.fail(503)
    report = verify_url(host.url, NOBODY, QUICK)
    assert (report.checked, report.findings, report.unreached) == (5, (), ("about/index.html",))
    host.instead = lambda request: request.fail(500)
    with pytest.raises(Unverifiable, match="500"):
        verify_url(host.url, NOBODY, QUICK)


def test_a_sample_looks_at_the_home_page_and_some(host: Host) -> None:
    report = verify_url(host.url, NOBODY, replace(QUICK, sample=2))
    assert report.checked in {2, 3}
    assert "/" in {path for path, _ in host.asked}


# ---------------------------------------------------------------- the command


def test_exit_codes_tell_cron(
    site: Path, host: Host, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(site)]) == 0
    assert main(["verify", host.url, "--rate", "1000", "--headers"]) == 0
    assert "核对了 6 个文件：和清单一致。" in capsys.readouterr().out
    shutil.copy(site / MANIFEST, tmp_path / "kept")
    (site / MANIFEST).write_text("# files: 0\n")
    assert main(["verify", str(site), "--manifest", str(tmp_path / "kept")]) == 1
    assert "被改动（1 处）\n    和另外保存的清单不一样：SHA256SUMS" in capsys.readouterr().out
    assert main(["verify", str(site), "--manifest", str(tmp_path / "none")]) == 2
    assert main(["verify", str(tmp_path / "none")]) == 3
    assert main(["verify", "ftp://127.0.0.1/"]) == 3
    assert main(["verify", str(site), "--key", str(tmp_path / "none")]) == 2
    capsys.readouterr()
    assert main(["verify", str(site), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["kind"] == "added"
