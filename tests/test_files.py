"""The door to the content tells of a change without reading, and follows no link on its way."""

import os
from pathlib import Path

import pytest

from generator.reading.files import (
    Stamp,
    TooLarge,
    Unreadable,
    listing,
    open_folder,
    read,
    stamp,
)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "content/sites/bailu"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("一", encoding="utf-8")
    (folder / "a.jpg").write_bytes(b"a")
    return folder


def stamped(bundle: Path) -> Stamp:
    return stamp(bundle.parents[1], bundle)


def test_stamp_names_files_with_their_signs_in_order(bundle: Path) -> None:
    (bundle / "inner").mkdir()
    signs = [(file, file.stat()) for file in (bundle / "a.jpg", bundle / "index.md")]
    expected = [
        (file.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        for file, found in signs
    ]
    assert stamped(bundle) == (*expected, ("inner", 0, 0, 0, 0))


def test_stamp_changes_with_every_change_of_the_folder(bundle: Path) -> None:
    seen = [stamped(bundle)]
    file = bundle / "index.md"

    def step() -> None:
        seen.append(stamped(bundle))

    (bundle / "b.jpg").write_bytes(b"b")
    step()
    (bundle / "b.jpg").rename(bundle / "c.jpg")
    step()
    file.write_text("一二", encoding="utf-8")
    step()
    times = file.stat()
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns - 1))
    step()
    # Another file of the same name, size and time.
    times = file.stat()
    other = bundle / "other"
    other.write_text("三四", encoding="utf-8")
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(file)
    step()
    file.unlink()
    step()
    assert len(set(seen)) == len(seen)


def test_stamp_tells_files_folders_and_links_apart(bundle: Path) -> None:
    place = bundle / "x"
    seen = []
    place.touch()
    seen.append(stamped(bundle))
    place.unlink()
    place.mkdir()
    seen.append(stamped(bundle))
    place.rmdir()
    place.symlink_to(bundle / "a.jpg")
    seen.append(stamped(bundle))
    assert len(set(seen)) == 3


def test_no_link_is_followed_on_the_way(bundle: Path, tmp_path: Path) -> None:
    content = bundle.parents[1]
    (content / "brands").symlink_to(content / "sites")
    (content / "sites/linked").symlink_to(bundle)
    for folder in (content / "brands/bailu", content / "sites/linked", content / "sites/../sites"):
        for look in (stamp, listing):
            with pytest.raises(Unreadable):
                look(content, folder)


def test_file_is_read_up_to_its_limit(bundle: Path) -> None:
    file = bundle / "b.jpg"
    file.write_bytes(b"x" * 1000)
    assert read(bundle.parents[1], file, 1000) == b"x" * 1000
    with pytest.raises(TooLarge) as caught:
        read(bundle.parents[1], file, 999)
    assert caught.value.size == 1000


@pytest.mark.skipif(not Path("/proc/meminfo").is_file(), reason="the system has no such file")
def test_file_that_tells_no_size_is_read_whole_or_refused() -> None:
    place = Path("/proc/meminfo")
    data = read(place.parent, place, 1_000_000)
    assert data.startswith(b"MemTotal")
    assert data.endswith(b"\n")
    with pytest.raises(TooLarge):
        read(place.parent, place, 10)


def test_open_folder_is_read_whatever_takes_its_place(bundle: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.md").write_text("二", encoding="utf-8")
    with open_folder(bundle.parents[1], bundle.parent) as sites, sites.inner("bailu") as folder:
        bundle.rename(bundle.parent / "moved")
        bundle.symlink_to(other)
        if os.name == "posix":
            assert folder.read("index.md", 100) == "一".encode()
        with pytest.raises(Unreadable):
            sites.inner("bailu")
