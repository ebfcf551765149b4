"""Photos made by other machines: real workers of Dask, a shared folder, an object storage."""

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import s3fs
import servers
from conftest import ROOT, Project, make_photo
from distributed import Client

from generator import pipeline
from generator.cli import main
from generator.errors import ContentError, Hindered, UsageError
from generator.machines import executors
from generator.machines.storage import Storage, storage_at
from generator.pictures import photo_workers
from generator.pictures.cuts import Cut
from generator.pictures.photo_cache import put_original
from generator.pictures.photo_workers import Elsewhere, Order, fulfil, made_with
from generator.pictures.photos import derive_all, photo_cache
from generator.settings import Recipe, Settings


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The endpoint of an object storage with a bucket `photos`; its keys are in the environment."""
    with servers.s3(tmp_path_factory.mktemp("s3")) as endpoint, pytest.MonkeyPatch.context() as env:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            env.setenv(name, "test")
        env.setenv("AWS_DEFAULT_REGION", "us-east-1")
        s3fs.S3FileSystem(endpoint_url=endpoint, skip_instance_cache=True).mkdir("photos")
        yield endpoint


@dataclass(frozen=True)
class Cluster:
    """A scheduler; `worker` adds one to it for a while."""

    address: str
    folder: Path

    @contextmanager
    def worker(self, program: Path = ROOT) -> Iterator["subprocess.Popen[bytes]"]:
        with Client(self.address, set_as_default=False) as client:

            def known() -> set[str]:
                return set(client.scheduler_info(n_workers=-1)["workers"])

            before = known()
            with servers.dask_worker(self.folder, self.address, program) as process:
                wait_until(lambda: len(known() - before) == 1)
                yield process
            wait_until(lambda: known() <= before)


def wait_until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        time.sleep(0.05)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, s3: str) -> Iterator[Cluster]:
    """Two workers of one thread each; they have the keys of the object storage."""
    folder = tmp_path_factory.mktemp("cluster")
    with ExitStack() as stack:
        made = Cluster(stack.enter_context(servers.dask_scheduler(folder)), folder)
        for _ in range(2):
            stack.enter_context(servers.dask_worker(folder, made.address))
        with Client(made.address, set_as_default=False) as client:
            client.wait_for_workers(2)
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Storage:
    (tmp_path / "shared").mkdir()
    return storage_at(str(tmp_path / "shared"))


@pytest.fixture(params=["folder", "s3"])
def storage(request: pytest.FixtureRequest, folder: Storage, s3: str) -> Storage:
    if request.param == "folder":
        return folder
    return storage_at(f"s3://photos/{request.node.name}", s3)


def album(project: Project, count: int, size: tuple[int, int] = (400, 300)) -> Settings:
    """A record with photos, each of its own size; the settings have no cluster yet."""
    listed = "".join(f"  - 文件: {n}.jpg\n    图注: 一\n" for n in range(count))
    project.record("sites/bailu", f"照片:\n{listed}")
    for number in range(count):
        photo = project.content / f"sites/bailu/{number}.jpg"
        make_photo(photo, (size[0] + number, size[1]))
    return project.settings()


def made(project: Project, settings: Settings) -> tuple[dict[str, bytes], int]:
    """(address → bytes of every derivative, how many originals were decoded)."""
    pictures = derive_all(project.catalog(), settings, lambda done, total: None)
    return {file.uri: file.path.read_bytes() for file in pictures.files}, pictures.decoded


# ---------------------------------------------------------------- what machines share


def test_storage_keeps_what_is_put(storage: Storage) -> None:
    assert storage.get("photos/ab/one") is None
    assert not storage.has("photos/ab/one")
    storage.put("photos/ab/one", b"1")
    storage.put("photos/ab/one", b"2")
    storage.put("originals/cd/two", b"")
    assert (storage.get("photos/ab/one"), storage.get("originals/cd/two")) == (b"2", b"")
    assert list(storage.names("photos")) == ["photos/ab/one"]
    storage.remove("photos/ab/one")
    storage.remove("photos/ab/one")
    assert list(storage.names("photos")) == []
    assert storage.has("originals/cd/two")


def test_a_place_that_cannot_be_a_storage_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="找不到共享存储的文件夹"):
        storage_at(str(tmp_path / "not-mounted"))
    with pytest.raises(UsageError, match="不认识共享存储"):
        storage_at("ftp://server/photos")


def test_faults_of_object_storage_are_told(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Hindered, match="对象存储里没有 nowhere"):
        storage_at("s3://nowhere", s3).put("a", b"")
    dead = f"http://127.0.0.1:{servers.free_port()}"
    with pytest.raises(Hindered, match=r"连不上对象存储[\s\S]*再生成一次"):
        storage_at("s3://photos", dead).get("a")


def test_builds_on_two_machines_share_what_one_of_them_made(
    project: Project, storage: Storage, tmp_path: Path
) -> None:
    first = replace(album(project, 3), storage=storage)
    second = replace(first, cache=tmp_path / "second")
    wanted, decoded = made(project, first)
    assert decoded == 3
    assert made(project, second) == (wanted, 0)


def test_a_damaged_set_is_made_anew(project: Project, folder: Storage, tmp_path: Path) -> None:
    settings = replace(album(project, 1), storage=folder)
    wanted, _ = made(project, settings)
    whole, cut, empty = (replace(settings, cache=tmp_path / name) for name in ("a", "b", "c"))
    assert made(project, whole) == (wanted, 0)
    for spoilt, damage in ((cut, lambda data: data[: len(data) // 2]), (empty, lambda data: b"")):
        for name in folder.names("photos"):
            folder.put(name, damage(folder.get(name)))
        assert made(project, spoilt) == (wanted, 1)


def test_a_withdrawn_photo_leaves_the_storage(
    project: Project, folder: Storage, cluster: Cluster
) -> None:
    settings = replace(album(project, 2), storage=folder, cluster=cluster.address)
    pipeline.prepare(settings)
    assert len([*folder.names("originals")]) == 2
    record = project.content / "sites/bailu/index.md"
    record.write_text(record.read_text().replace("图注: 一", "图注: 一\n    撤下: 是"))
    pipeline.prepare(replace(settings, cluster=None))
    assert [*folder.names("originals"), *folder.names("photos")] == []


def test_pruning_reaches_the_storage(
    project: Project, storage: Storage, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = replace(album(project, 2), storage=storage, cluster=cluster.address)
    made(project, settings)
    kept = {*storage.names("originals"), *storage.names("photos")}
    make_photo(project.content / "sites/bailu/1.jpg", (90, 80))
    made(project, settings)
    storage.put("originals/ab/left.part-123", b"")
    make_photo(project.content / "sites/bailu/1.jpg", (401, 300))
    place = ["--storage", storage.address]
    if storage.endpoint:
        place += ["--endpoint", storage.endpoint]
    assert main(["prune", "--root", str(project.root), *place]) == 0
    assert "清理了 1 组不再用到的照片，留下 3 组" in capsys.readouterr().out
    assert {*storage.names("originals"), *storage.names("photos")} == kept


# ---------------------------------------------------------------- a cluster


def test_workers_make_the_same_bytes(
    project: Project, storage: Storage, cluster: Cluster, tmp_path: Path
) -> None:
    here = album(project, 4)
    wanted = made(project, here)
    there = replace(here, cache=tmp_path / "there", storage=storage, cluster=cluster.address)
    assert made(project, there) == wanted
    again = replace(there, cache=tmp_path / "again")
    assert made(project, again) == (wanted[0], 0)


def test_a_website_is_built_with_workers(
    project: Project, folder: Storage, cluster: Cluster
) -> None:
    wanted, _ = made(project, album(project, 3))
    root = project.with_theme().root
    shutil.rmtree(root / ".cache")
    command = [sys.executable, "-m", "generator", "build", "--dask", cluster.address]
    done = subprocess.run(
        [*command, "--storage", folder.address], cwd=root, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    photos = sorted((root / "site/assets/photos").iterdir())
    assert {f"assets/photos/{path.name}": path.read_bytes() for path in photos} == wanted
    assert len([*folder.names("originals")]) == 3


def test_what_befalls_a_cluster_is_told_with_the_photo(project: Project, tmp_path: Path) -> None:
    impatient = {
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
        "DASK_DISTRIBUTED__SCHEDULER__NO_WORKERS_TIMEOUT": "1s",
    }
    with ExitStack() as scheduler, ExitStack() as stack:
        address = scheduler.enter_context(servers.dask_scheduler(tmp_path, **impatient))
        worker = stack.enter_context(servers.dask_worker(tmp_path, address))
        settings = replace(project.settings(), cluster=address)
        pool = stack.enter_context(executors.executor(settings, made_with))

        def told() -> str:
            with pytest.raises(Hindered) as caught, executors.explained("a.jpg"):
                pool.submit(time.sleep, 8).result()
            return str(caught.value)

        threading.Timer(0.5, worker.kill).start()
        assert told().startswith("a.jpg：处理它的几台工作机都中途断了")
        assert told().startswith("a.jpg：Dask 集群里的工作机都不见了")
        stack.enter_context(servers.dask_worker(tmp_path, address))
        pool.submit(time.sleep, 0).result()
        threading.Timer(0.5, scheduler.close).start()
        assert told().startswith("a.jpg：处理到一半，Dask 集群断开了")


def test_without_the_options_nothing_of_it_is_loaded(project: Project) -> None:
    album(project, 1)
    program = (
        "import sys; from pathlib import Path; from generator import cli, pipeline, settings;"
        "pipeline.prepare(settings.settings_for(Path(sys.argv[1])));"
        "print({'distributed', 'dask', 'fsspec', 's3fs', 'botocore'} & {*sys.modules})"
    )
    command = [sys.executable, "-c", program, str(project.root)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("set()\n", "")


def test_a_worker_killed_in_the_middle_changes_nothing(
    project: Project, folder: Storage, cluster: Cluster, tmp_path: Path
) -> None:
    here = album(project, 8, (1200, 900))
    there = replace(here, cache=tmp_path / "there", storage=folder, cluster=cluster.address)
    with (
        cluster.worker() as doomed,
        Client(cluster.address, set_as_default=False) as client,
    ):
        port = doomed.args[doomed.args.index("--worker-port") + 1]
        taken: list[str] = []
        done = threading.Event()

        def kill() -> None:
            while not taken and not done.is_set():
                taken.extend(client.processing().get(f"tcp://127.0.0.1:{port}", ()))
            doomed.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        found = made(project, there)
        done.set()
        killer.join()
        assert doomed.wait() == -signal.SIGKILL
    assert taken != []  # it died with work in its hands
    assert found == made(project, here)


def test_a_damaged_photo_is_told_at_its_place(
    project: Project, folder: Storage, cluster: Cluster
) -> None:
    settings = replace(album(project, 3), storage=folder, cluster=cluster.address)
    catalog = project.catalog()
    photo = project.content / "sites/bailu/1.jpg"
    photo.write_bytes(photo.read_bytes()[:300])
    told: list[tuple[int, int]] = []
    with pytest.raises(ContentError) as caught:
        derive_all(catalog, settings, lambda done, total: told.append((done, total)))
    (found,) = caught.value.problems
    where = (found.file, found.line, found.field, found.code)
    assert where == ("content/sites/bailu/index.md", 10, "照片[2].文件", "photo-damaged")
    assert found.what == "“1.jpg”损坏了或没有传完。"
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_worker_of_another_version_is_refused(
    project: Project, folder: Storage, cluster: Cluster, tmp_path: Path
) -> None:
    settings = replace(album(project, 1), storage=folder, cluster=cluster.address)
    other = tmp_path / "other"
    shutil.copytree(ROOT / "generator", other / "generator")
    pixels = other / "generator/pictures/pixels.py"
    pixels.write_text(pixels.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    with cluster.worker(other), pytest.raises(Hindered, match="版本不同") as caught:
        made(project, settings)
    told = str(caught.value).split("\n")
    assert "，".join(made_with()) in told[2]
    assert told[2].split("：")[1] != told[3].split("：")[1]
    assert list(folder.names("photos")) == []


def test_a_worker_without_the_program_is_refused(
    project: Project, folder: Storage, cluster: Cluster, tmp_path: Path
) -> None:
    settings = replace(album(project, 1), storage=folder, cluster=cluster.address)
    (tmp_path / "other/generator").mkdir(parents=True)
    (tmp_path / "other/generator/__init__.py").write_text("")
    with cluster.worker(tmp_path / "other"), pytest.raises(Hindered, match="没有装本程序"):
        made(project, settings)


def test_a_worker_that_joins_later_refuses_by_itself(folder: Storage) -> None:
    order = Order(folder, "0" * 64, (), Recipe(), ("Pillow 1",))
    with pytest.raises(Hindered, match="版本不同"):
        fulfil(order)


def test_a_worker_without_the_storage_says_so(project: Project, folder: Storage) -> None:
    """Its folder is not mounted, or somebody spoilt what lies in it; that is put there again."""
    photo = make_photo(project.content / "a.jpg")
    cut = Cut("full", None, (32,))
    original = put_original(folder, photo.read_bytes())
    order = Order(folder, original, (cut,), project.settings().recipe, made_with())
    (name,) = folder.names("originals")
    folder.put(name, b"spoilt")
    with pytest.raises(Hindered, match="找不到原图，或原图已经损坏"):
        fulfil(order)
    assert list(folder.names("originals")) == []
    assert put_original(folder, photo.read_bytes()) == original
    fulfil(order)
    assert len([*folder.names("photos")]) == 1


def test_a_cluster_needs_a_storage(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["build", "--root", str(project.root), "--dask", "tcp://127.0.0.1:1"]
    assert main(command) == 2
    assert "还要写 --storage" in capsys.readouterr().err


def test_a_cluster_out_of_reach_is_told(
    project: Project, folder: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "_CONNECT_SECONDS", 1)
    address = f"tcp://127.0.0.1:{servers.free_port()}"
    settings = replace(album(project, 1), storage=folder, cluster=address)
    with pytest.raises(Hindered, match="连不上 Dask 集群"):
        made(project, settings)


# ---------------------------------------------------------------- a slow network folder


class Late(ThreadPoolExecutor):
    """Workers whose files are seen here only after a while, or, if they end elsewhere, never."""

    def __init__(self, theirs: Storage) -> None:
        super().__init__(1)
        self.theirs = theirs

    def submit(self, work: Callable[[Order], None], order: Order) -> "Future[None]":
        put_original(self.theirs, order.storage.get(next(order.storage.names("originals"))))
        return super().submit(work, replace(order, storage=self.theirs))


def test_files_that_are_seen_late_are_waited_for(
    project: Project, folder: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "theirs").mkdir()
    theirs = storage_at(str(tmp_path / "theirs"))
    photo = make_photo(project.content / "a.jpg")
    cache = photo_cache(replace(project.settings(), storage=folder))
    cut = Cut("full", None, (32,))

    def arrive() -> None:
        wait_until(lambda: bool([*theirs.names("photos")]))
        time.sleep(0.3)
        for name in theirs.names("photos"):
            folder.put(name, theirs.get(name))

    with Late(theirs) as workers:
        elsewhere = Elsewhere(workers, cache, 1)
        arriving = threading.Thread(target=arrive)
        arriving.start()
        pictures, decoded = elsewhere.derive("a.jpg", photo.read_bytes, (cut,))
        arriving.join()
        assert (pictures[cut].largest.width, decoded) == (32, True)
        monkeypatch.setattr(photo_workers, "_PAUSES", (0.01,))
        with pytest.raises(Hindered, match="是不是同一个存储"):
            elsewhere.derive("a.jpg", photo.read_bytes, (replace(cut, widths=(16,)),))
