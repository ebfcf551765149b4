"""Deploying to object storage, against an S3-compatible server on loopback."""

import http.client
import http.server
import json
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import s3fs
import servers
from conftest import ROOT
from servers import Visitor, get, website
from test_deploy import START, WISH, at

from generator.deploy.run import Wish, deploy, roll_back
from generator.deploy.s3 import S3Target
from generator.errors import Hindered
from generator.publishing.manifest import MANIFEST, parse

# A killed deployment's lock need not be waited for a minute here.
PATIENT = "import sys; from generator.deploy.s3 import S3Target; S3Target.patience_seconds = 3.0; "
COMMAND = f"{PATIENT} from generator.cli import main; sys.exit(main())"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.s3(tmp_path_factory.mktemp("s3")) as url:
        yield url


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(S3Target, "patience_seconds", 3.0)


class Office:
    """Who deploys to a bucket of their own, below a prefix."""

    def __init__(self, folder: Path, endpoint: str, bucket: str) -> None:
        self.site = folder / "site"
        self.project = folder
        self.endpoint = endpoint
        self.bucket = bucket
        self.url = f"{endpoint}/{bucket}/zhan"
        self.said: list[str] = []

    @property
    def target(self) -> S3Target:
        return S3Target(self.bucket, "zhan", self.endpoint, 0)

    def deploy(self, version: int, wish: Wish = WISH) -> None:
        website(self.site, version, pages=3)
        deploy(self.site, self.project / "cache", self.target, wish, self.said.append)

    def storage(self) -> s3fs.S3FileSystem:
        return s3fs.S3FileSystem(
            endpoint_url=self.endpoint, use_listings_cache=False, skip_instance_cache=True
        )

    def listed(self) -> set[str]:
        start = len(f"{self.bucket}/zhan/")
        return {path[start:] for path in self.storage().find(f"{self.bucket}/zhan")}

    def shown(self) -> set[str]:
        return {uri for uri in self.listed() if not uri.startswith("_zhanting/")}

    def online(self) -> str:
        return re.findall("<title>(.*?)<", get(f"{self.url}/index.html").body.decode())[0]

    def is_whole(self) -> bool:
        target = self.target
        with target.locked():
            return target.differences() == []

    def run(self) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(self.command(), cwd=ROOT, capture_output=True, text=True)

    def command(self) -> list[str]:
        place = ["--root", str(self.project), "--site", str(self.site), "--endpoint", self.endpoint]
        return [sys.executable, "-c", COMMAND, "deploy", f"s3://{self.bucket}/zhan", *place]


@pytest.fixture
def office(tmp_path: Path, endpoint: str) -> Office:
    bucket = f"bucket-{random.randrange(10**9)}"
    made = Office(tmp_path, endpoint, bucket)
    storage = made.storage()
    storage.mkdir(bucket)
    everybody = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": ["s3:GetObject"],
                "Resource": [f"arn:aws:s3:::{bucket}/*"],
            }
        ],
    }
    storage.call_s3("put_bucket_policy", Bucket=bucket, Policy=json.dumps(everybody))
    return made


def test_first_update_and_rollback(office: Office) -> None:
    office.deploy(1)
    assert office.shown() == {
        *parse((office.site / MANIFEST).read_text()).files,
        MANIFEST,
    }
    old = {uri for uri in office.shown() if uri.startswith("assets/photos/")}
    office.deploy(2, at(1))
    assert office.online() == "2"
    assert old < office.shown()
    assert office.is_whole()
    roll_back(office.target, None, START, None, office.said.append)
    assert office.online() == "1"
    assert office.is_whole()
    office.deploy(2, at(2))
    office.deploy(2, at(3))
    assert office.said[-2] == "线上已经是这一版。"


def test_types_and_cache_times_are_stored_with_each_file(office: Office) -> None:
    website(office.site, 1, **{"data/dates.ics": "BEGIN:VCALENDAR", "feed.xml": "<feed/>"})
    deploy(office.site, office.project / "cache", office.target, WISH, office.said.append)
    photo = next(uri for uri in office.shown() if uri.endswith(".webp"))
    sent = {
        uri: (answer.headers["content-type"], answer.headers["cache-control"])
        for uri in ("index.html", "data/dates.ics", "feed.xml", MANIFEST, photo)
        if (answer := get(f"{office.url}/{uri}"))
    }
    assert sent == {
        "index.html": ("text/html; charset=utf-8", "no-cache"),
        "data/dates.ics": ("text/calendar; charset=utf-8", "no-cache"),
        "feed.xml": ("application/xml", "no-cache"),
        MANIFEST: ("text/plain; charset=utf-8", "no-cache"),
        photo: ("image/webp", "public, max-age=31536000, immutable"),
    }


def test_old_files_go_after_their_time(office: Office) -> None:
    office.deploy(1, replace(at(0), keep=2))
    old = {uri for uri in office.shown() if uri.startswith("assets/photos/")}
    for version, day in ((2, 1), (3, 9), (4, 10)):
        office.deploy(version, replace(at(day), keep=2))
    assert len(old & office.shown()) == 1
    assert office.is_whole()
    stored = {uri for uri in office.listed() if uri.startswith("_zhanting/releases/")}
    assert len(stored) == 2
    # What the release asks for to which one can go back is there, whatever its age.
    roll_back(office.target, None, START, None, office.said.append)
    assert office.online() == "3"
    assert office.is_whole()


def test_a_foreign_file_is_told_and_not_deleted(office: Office) -> None:
    office.deploy(1)
    office.storage().pipe_file(f"{office.bucket}/zhan/spam.html", b"casino")
    with pytest.raises(Hindered, match=r"多出来[\s\S]*spam\.html"):
        office.deploy(2, at(1))
    assert "spam.html" in office.shown()


def test_two_at_once_do_not_interleave(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.deploy(1)
    monkeypatch.setattr(S3Target, "patience_seconds", 20.0)
    with office.target.locked(), pytest.raises(Hindered, match="另一个发布正在进行"):
        office.deploy(2, at(1))
    assert office.online() == "1"
    monkeypatch.setattr(S3Target, "patience_seconds", 1.0)
    # One that was killed leaves its lock behind; nobody renews it.
    office.storage().pipe_file(f"{office.bucket}/zhan/_zhanting/lock", b"left behind")
    office.deploy(2, at(1))
    assert office.online() == "2"


def test_wrong_places_and_keys_are_told(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    website(office.site, 1)

    def told(target: S3Target, match: str) -> None:
        with pytest.raises(Hindered, match=match):
            deploy(office.site, tmp_path / "cache", target, WISH, office.said.append)

    told(S3Target("nowhere", "", office.endpoint, 0), "对象存储里没有 nowhere")
    told(
        S3Target(office.bucket, "", f"http://127.0.0.1:{servers.free_port()}", 0), "连不上对象存储"
    )
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    told(office.target, "没有对象存储的密钥")


@contextmanager
def failing(endpoint: str, after: int) -> Iterator[str]:
    """A way to the storage on which everything fails with status 500 after so many requests."""
    host = endpoint.removeprefix("http://")
    passed = 0

    class Way(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do(self) -> None:
            nonlocal passed
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            passed += 1
            if passed > after:
                status, headers, content = 500, [], b""
            else:
                onward = http.client.HTTPConnection(host)
                onward.request(self.command, self.path, body, dict(self.headers))
                answer = onward.getresponse()
                status, headers, content = answer.status, answer.getheaders(), answer.read()
                onward.close()
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                    self.send_header(name, value)
            length = {n.lower(): v for n, v in headers}.get("content-length", len(content))
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = do  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Way) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_storage_that_fails_in_the_middle_is_told_and_the_next_run_goes_on(
    office: Office,
) -> None:
    office.deploy(1)
    website(office.site, 2, pages=3)
    with failing(office.endpoint, after=12) as endpoint:
        target = S3Target(office.bucket, "zhan", endpoint, 0)
        with pytest.raises(Hindered, match="再发布一次，会接着做"):
            deploy(office.site, office.project / "cache", target, at(1), office.said.append)
    assert office.online() == "1"
    office.deploy(2, at(1))
    assert office.online() == "2"
    assert office.is_whole()


def test_killed_at_any_moment_no_page_misses_anything_and_the_next_run_ends_it(
    office: Office,
) -> None:
    """tests/bench/deploy_kills.py does it 200 times."""
    office.deploy(0, at(-1))
    rng = random.Random(6)
    pages = [f"{office.url}/index.html", f"{office.url}/sites/1/index.html"]
    visitor = Visitor(pages)
    for version in range(1, 3):
        website(office.site, version, pages=3)
        process = subprocess.Popen(
            office.command(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(rng.uniform(1, 3.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        for page in pages:
            visitor._read_page(page)
    assert visitor.faults == []
    website(office.site, 5, pages=3)
    done = office.run()
    assert done.returncode == 0, done.stderr
    assert office.online() == "5"
    assert office.is_whole()


def test_visitors_never_miss_anything_while_it_is_deployed(office: Office) -> None:
    office.deploy(0)
    pages = [f"{office.url}/{name}index.html" for name in ("", "sites/1/", "sites/2/")]
    with Visitor(pages).reading() as visitor:
        for version in range(1, 3):
            office.deploy(version, at(version / 100))
        time.sleep(0.3)
    assert visitor.faults == []
    assert {"0", "2"} <= visitor.versions
