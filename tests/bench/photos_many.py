"""Cost of many photos: makes 12-megapixel originals and derives all of them, cold and again.

    python tests/bench/photos_many.py [--count 300] [--jobs 2]

Prints wall seconds, originals decoded, and the peak memory of this process above its start.
Run by hand; the figures depend on the machine.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageFilter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from conftest import WEBSITE, Project

from generator import pipeline
from generator.pictures.photos import derive_all

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
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for run in ("cold", "again"):
            started = time.monotonic()
            pictures = derive_all(catalog, settings, shown)
            seconds = time.monotonic() - started
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            above = max(0, peak - before) // 1024
            print(
                f"\n{run}: {seconds:.1f} s, {pictures.decoded} decoded, "
                f"{options.jobs} jobs, {above} MiB above the start, peak {peak // 1024} MiB"
            )


def shown(done: int, total: int) -> None:
    print(f"\r{done}/{total}", end="", flush=True)


if __name__ == "__main__":
    main()
