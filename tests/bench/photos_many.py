"""Cost of many photos: makes 12-megapixel originals and derives all of them, cold and again.

    python tests/bench/photos_many.py [--count 300] [--jobs 2] [--workers 0]

Prints wall and CPU seconds, originals decoded, and the peak memory of this process above its
start. With --workers the same photos are made a second time by so many one-thread workers of a Dask
cluster on this machine, started before the clock, with a folder as storage; the bytes are compared,
and the CPU seconds are those of all processes together.
Run by hand; the figures depend on the machine and on what else runs on it (the load is printed).
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageFilter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

import psutil
import servers
from conftest import WEBSITE, Project
from distributed import Client

from generator import pipeline
from generator.machines.storage import storage_at
from generator.pictures.photos import derive_all
from generator.relating.catalog import Catalog
from generator.settings import Settings

SIZE = (4032, 3024)
PER_RECORD = 10


def draw(path: Path, seed: int) -> None:
    """Something between a drawing and noise, so that codecs have about a photo's work."""
    rng = random.Random(seed)
    small = Image.frombytes("RGB", (252, 189), rng.randbytes(252 * 189 * 3))
    image = small.filter(ImageFilter.GaussianBlur(3)).resize(SIZE, Image.Resampling.BICUBIC)
    grain = Image.effect_noise((SIZE[0] // 2, SIZE[1] // 2), 24).resize(SIZE).convert("RGB")
    Image.blend(image, grain, 0.15).save(path, quality=90)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--workers", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        project = Project(Path(temporary))
        project.write("website.yml", WEBSITE)
        files = []
        for start in range(0, options.count, PER_RECORD):
            numbers = range(start, min(start + PER_RECORD, options.count))
            listed = "".join(f"  - 文件: {n}.jpg\n    图注: 一\n" for n in numbers)
            record = project.record(f"sites/r{start}", f"照片:\n{listed}", 名称=f"第{start}处")
            files += [(record.parent / f"{number}.jpg", number) for number in numbers]
        # Drawing needs more memory than deriving, so it is done by other processes.
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(draw, *zip(*files, strict=True)))
        settings = replace(project.settings(), jobs=options.jobs)
        catalog = pipeline.check(settings, decode=False).catalog
        made = timed(f"{options.jobs} jobs here", catalog, settings)
        timed(f"{options.jobs} jobs here, again", catalog, settings)
        if options.workers:
            folder = Path(temporary) / "shared"
            folder.mkdir()
            with cluster(Path(temporary) / "cluster", options.workers) as address:
                there = replace(
                    settings,
                    cache=Path(temporary) / "there",
                    storage=storage_at(str(folder)),
                    cluster=address,
                )
                assert timed(f"{options.workers} workers", catalog, there) == made


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    with ExitStack() as stack:
        address = stack.enter_context(servers.dask_scheduler(folder))
        for _ in range(workers):
            stack.enter_context(servers.dask_worker(folder, address))
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(workers)
        yield address


def timed(name: str, catalog: Catalog, settings: Settings) -> dict[str, bytes]:
    """Derive all, and tell what it took; the bytes by address."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, spent = time.monotonic(), cpu_seconds()
    pictures = derive_all(catalog, settings, shown)
    seconds, spent = time.monotonic() - started, cpu_seconds() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    above = max(0, peak - before) // 1024
    print(
        f"\n{name}: {seconds:.1f} s, {spent:.1f} CPU s, {pictures.decoded} decoded, "
        f"{above} MiB above the start, peak {peak // 1024} MiB, load {os.getloadavg()[0]:.1f}"
    )
    return {file.uri: file.path.read_bytes() for file in pictures.files}


def cpu_seconds() -> float:
    """Of this process and of those that it started and that still run."""
    this = psutil.Process()
    times = [each.cpu_times() for each in (this, *this.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def shown(done: int, total: int) -> None:
    print(f"\r{done}/{total}", end="", flush=True)


if __name__ == "__main__":
    main()
