"""The door to the content tells of a change without reading, and follows no link on its way."""

import os
from pathlib import Path

import pytest

from generator.reading.files import Stamp, Unreadable, listing, stamp


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
