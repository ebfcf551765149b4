"""Where heavy work is done: in threads of this process, or on a Dask cluster (`--dask`).

Both are a `concurrent.futures.Executor`. What is submitted to a cluster travels to another machine:
a function of a module of ours, and small arguments. The only door to `distributed`, which is
imported when a cluster is asked for and not before.
"""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from generator.errors import Hindered
from generator.settings import Settings

_CONNECT_SECONDS = 20
_WORKER_SECONDS = 60

# Versions of all that decides what comes out of some work.
MadeWith = tuple[str, ...]


@contextmanager
def executor(settings: Settings, made_with: Callable[[], MadeWith]) -> Iterator[Executor]:
    """Threads, or the cluster that the settings name.

    made_with: a function of a module of ours, which must answer the same on every machine; one that
    joins later has to be asked by the work itself.

    Raises:
        Hindered: the cluster cannot be reached, or its machines are unlike this one.
    """
    if settings.cluster is None:
        with ThreadPoolExecutor(settings.jobs) as threads:
            yield threads
    else:
        with _connected(settings.cluster, made_with) as cluster:
            yield cluster


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Hindered for what befalls a cluster while it works at `what`."""
    from distributed import KilledWorker
    from distributed.scheduler import NoWorkerError

    again = "网站没有改动。再生成一次，会接着做。"
    try:
        yield
    except KilledWorker as error:
        raise Hindered(
            f"{what}：处理它的几台工作机都中途断了，可能是内存不够。网站没有改动。\n（{error}）"
        ) from error
    except NoWorkerError as error:
        raise Hindered(f"{what}：Dask 集群里的工作机都不见了。{again}") from error
    except CancelledError as error:
        raise Hindered(f"{what}：处理到一半，Dask 集群断开了。{again}") from error


def unlike(machine: str, ours: MadeWith, theirs: MadeWith) -> Hindered:
    """What to say of a machine that would make something else of the same."""
    return Hindered(
        f"工作机 {machine} 上的程序或库和这里的版本不同，做出来的会不一样，所以没有用它。\n"
        "请在每台机器上装同一版的程序和 requirements.txt 里的库。\n"
        f"    这里：{'，'.join(ours)}\n    {machine}：{'，'.join(theirs)}"
    )


@contextmanager
def _connected(address: str, made_with: Callable[[], MadeWith]) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise Hindered("用 Dask 集群还要装几个库。运行：make dask") from error
    # What it has to say in English about lost connections is told in Chinese where it matters.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:  # TypeError: no certificates for tls:
        raise Hindered(f"连不上 Dask 集群 {address}，请检查地址和网络。（{error}）") from error
    with client:
        _refuse_unlike(client, made_with)
        # Not `pure`: what was done once may have to be done again, when its files are gone.
        cluster = client.get_executor(pure=False)
        try:
            yield cluster
        finally:
            cluster.shutdown(wait=False)


def _refuse_unlike(client: Any, made_with: Callable[[], MadeWith]) -> None:
    try:
        client.wait_for_workers(1, _WORKER_SECONDS)
    except TimeoutError as error:
        raise Hindered("Dask 集群里没有工作机（dask worker），请先启动。") from error
    try:
        # It reads what is submitted before it passes it on.
        client.run_on_scheduler(made_with)
    except Exception as error:
        raise _lacking("Dask 集群的调度机", error) from error
    for machine, answer in client.run(made_with, on_error="return").items():
        if isinstance(answer, Exception):
            raise _lacking(f"工作机 {machine}", answer) from answer
        if answer != made_with():
            raise unlike(machine, made_with(), answer)


def _lacking(machine: str, error: Exception) -> Hindered:
    return Hindered(f"{machine} 上没有装本程序，或装的是别的版本。（{error}）")
