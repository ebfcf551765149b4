"""Kills deployments at random moments, and reads a website while it is deployed; run by hand.

    python tests/bench/deploy_kills.py [folder|ssh|s3] [KILLS] [DEPLOYMENTS]

After each kill the website must be whole by its own manifest and of one version (on object storage:
each page whole, with all that it asks for), and at the end the next run must end the work. Then a
visitor reads pages and all that they ask for during the deployments; nothing may be missing.
"""

import contextlib
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

import s3fs  # noqa: E402
import servers  # noqa: E402
from servers import Visitor, get, website  # noqa: E402

from generator.publishing.verify import Trusted, verify_folder  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
PATIENT = (
    "import sys; from generator.deploy.s3 import S3Target; S3Target.patience_seconds = 3.0; "
    "from generator.cli import main; sys.exit(main())"
)
PAGES = 8


@dataclass
class Place:
    """A target, and where its website is read; folder: None where there is none to look into."""

    arguments: list[str]
    urls: list[str]
    folder: Path | None


@contextlib.contextmanager
def place(kind: str, folder: Path) -> Iterator[Place]:
    names = ["", *(f"sites/{number}/" for number in range(1, PAGES))]
    root = folder / "www"
    with contextlib.ExitStack() as stack:
        if kind == "s3":
            endpoint = stack.enter_context(servers.s3(folder / "s3"))
            os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
            storage = s3fs.S3FileSystem(endpoint_url=endpoint)
            storage.mkdir("website", acl="public-read")
            policy = (
                '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",'
                '"Action":["s3:GetObject"],"Resource":["arn:aws:s3:::website/*"]}]}'
            )
            storage.call_s3("put_bucket_policy", Bucket="website", Policy=policy)
            urls = [f"{endpoint}/website/{name}index.html" for name in names]
            yield Place(["s3://website", "--endpoint", endpoint], urls, None)
            return
        url = stack.enter_context(servers.nginx(folder / "nginx", root / "current"))
        arguments = [str(root)]
        if kind == "ssh":
            server = stack.enter_context(servers.sshd(folder / "sshd"))
            arguments = [server.url(root), "--known-hosts", str(server.known_hosts)]
        yield Place(arguments, [url + name for name in names], root)


def command(where: Place, folder: Path) -> list[str]:
    site = ["--root", str(folder), "--site", str(folder / "site")]
    return [sys.executable, "-c", PATIENT, "deploy", *where.arguments, *site]


def deploy(where: Place, folder: Path, version: int) -> float:
    website(folder / "site", version, pages=PAGES)
    started = time.monotonic()
    done = subprocess.run(command(where, folder), cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"deployment of {version} failed:\n{done.stdout}{done.stderr}")
    return time.monotonic() - started


def version_of(url: str) -> str:
    return re.findall("<title>(.*?)<", get(url).body.decode())[0]


def read_once(where: Place) -> Visitor:
    visitor = Visitor(where.urls)
    for url in where.urls:
        visitor._read_page(url)
    return visitor


def main(kind: str, kills: int, deployments: int) -> None:
    seen: Counter[str] = Counter()
    rng = random.Random(os.environ.get("SEED", "6"))
    with tempfile.TemporaryDirectory() as name, place(kind, Path(name)) as where:
        folder = Path(name)
        deploy(where, folder, 0)
        usual = deploy(where, folder, 1)
        # A killed deployment's lock is waited for where no system ends it.
        usual += 0 if where.folder else 3
        online = "1"
        for version in range(2, kills + 2):
            website(folder / "site", version, pages=PAGES)
            process = subprocess.Popen(
                command(where, folder),
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(rng.uniform(0.1, usual * 1.1))
            process.send_signal(signal.SIGKILL)
            seen["killed" if process.wait() == -signal.SIGKILL else "ended before"] += 1
            visitor = read_once(where)
            seen["pages that miss something"] += len(visitor.faults)
            if len(visitor.versions) > 1:
                # A server ends the switch that it was told of: it may fall between two pages.
                seen["switched while read"] += 1
                visitor = read_once(where)
                seen["pages that miss something"] += len(visitor.faults)
            seen["mixed"] += len(visitor.versions) > 1
            if where.folder:
                seen["torn"] += verify_folder(where.folder / "current", Trusted()).findings != ()
            now = version_of(where.urls[0])
            seen["new version online"] += now != online
            online = now
        deploy(where, folder, kills + 2)
        seen["next run failed"] += version_of(where.urls[0]) != str(kills + 2)
        with Visitor(where.urls).reading() as visitor:
            for version in range(kills + 3, kills + 3 + deployments):
                deploy(where, folder, version)
        for fault in visitor.faults[:5]:
            print(fault)
        print(f"{kind}: {kills} kills within {usual * 1.1:.1f} s: {dict(seen)}")
        print(
            f"{kind}: {deployments} deployments, {visitor.read * PAGES} pages read with all that "
            f"they ask for, {len(visitor.versions)} versions seen, {len(visitor.faults)} faults"
        )


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[2:]] + [200, 20][len(sys.argv[2:]) :]
    main(sys.argv[1] if len(sys.argv) > 1 else "folder", *numbers)
