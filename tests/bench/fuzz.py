"""Try made-up content, by hand: python tests/bench/fuzz.py [INPUTS] [SEED].

Splits INPUTS (100,000) evenly over front matter, bodies, file names and photo bytes, and prints how
many there were and how long the slowest took; the first input that raises anything ends the run.
"""

import random
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent.parent)]

from fuzzing import BATCH, bodies, fronts, names, pictures, try_names, try_picture, try_texts  # noqa: E402
from hypothesis import HealthCheck, given, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402


def run(
    name: str, strategy: st.SearchStrategy[Any], each: Callable[[Any], None], count: int, size: int
) -> None:
    slowest, done, start = 0.0, 0, time.monotonic()

    @seed(random.randrange(2**32))
    @settings(
        max_examples=count // size,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def attempt(value: Any) -> None:
        nonlocal slowest, done
        began = time.monotonic()
        each(value)
        slowest = max(slowest, time.monotonic() - began)
        done += size

    attempt()
    of = f" (of {size} together)" if size > 1 else ""
    print(
        f"{name}: {done} inputs, slowest {slowest:.2f} s{of}, {time.monotonic() - start:.0f} s",
        flush=True,
    )


def many(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, min_size=BATCH, max_size=BATCH)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    random.seed(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    run("front matter", many(st.tuples(fronts, st.just("正文。"))), try_texts, count // 4, BATCH)
    run("bodies", many(st.tuples(st.just(""), bodies)), try_texts, count // 4, BATCH)
    run("names", many(names), try_names, count // 4, BATCH)
    run("photos", pictures(), try_picture, count // 4, 1)
