"""Files and folders are replaced whole, or not at all."""

import errno
import os
from pathlib import Path

import pytest

from generator.errors import hindrance
from generator.forks import can_fork
from generator.publishing.replace import exchange, flush, flushing, write_whole


@pytest.mark.skipif(os.name != "posix", reason="Windows cannot exchange folders")
def test_two_folders_change_places(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "name").write_text(name)
    assert exchange(tmp_path / "one", tmp_path / "two")
    assert (tmp_path / "one/name").read_text() == "two"
    assert (tmp_path / "two/name").read_text() == "one"
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "one", tmp_path / "none")
    flush(tmp_path)


def test_a_folder_is_flushed_while_more_is_written(tmp_path: Path) -> None:
    with flushing(tmp_path):
        (tmp_path / "more").write_text("more")
    flush(tmp_path)
    with pytest.raises(FileExistsError), flushing(tmp_path):
        (tmp_path / "more").mkdir()


@pytest.mark.skipif(not can_fork(), reason="it is not done elsewhere")
def test_what_could_not_be_flushed_meanwhile_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), flushing(tmp_path / "none"):
        (tmp_path / "more").write_text("more")


def test_a_text_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "index.md"
    write_whole(file, "一\n")
    write_whole(file, "二\n")
    assert file.read_bytes() == "二\n".encode()
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a disk that is always full")
def test_a_full_disk_leaves_the_old_text(tmp_path: Path) -> None:
    file = tmp_path / "index.md"
    write_whole(file, "一\n")
    (tmp_path / ".index.md.part").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space") as full:
        write_whole(file, "二\n")
    assert file.read_text("utf-8") == "一\n"
    assert list(tmp_path.iterdir()) == [file]
    assert str(hindrance(full.value)).startswith("磁盘满了")


def test_what_keeps_a_disk_from_being_written_is_told_and_bugs_are_not() -> None:
    told = str(hindrance(OSError(errno.EROFS, "x", "/site/a")))
    assert told == (
        "磁盘是只读的：/site/a\n换一个能写的地方，或请管理员处理。"
        "没有做完的都已撤回，原来的网站和内容没有改动。"
    )
    assert hindrance(OSError(errno.ENOENT, "x")) is None
