"""A seventh kind is one model file and one template; everything else follows from them."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Project

MODEL = '''\
"""荣誉室：陈列荣誉的房间。"""

from typing import Annotated, ClassVar

from generator.models.fields import field
from generator.models.record import Record
from generator.models.values import Choice, PartialDate, Reference, To


class RoomType(Choice):
    HALL = "hall", "陈列厅"
    CORNER = "corner", "陈列角"


class Room(Record):
    """荣誉室：陈列荣誉的房间。"""

    kind: ClassVar = "room"
    folder: ClassVar = "rooms"
    label: ClassVar = "荣誉室"
    counter: ClassVar = "间"
    menu_order: ClassVar = 70
    facets: ClassVar = ("type", "region", "year")

    type: RoomType = field("类型", help="哪一种", example="陈列厅", is_required=True)
    opened: PartialDate | None = field("开放", help="何时开放", example="2020", is_fact=True)
    keeper: Annotated[Reference, To(("organization",), inverse="管理的荣誉室")] | None = field(
        "管理", help="谁管理", example="白鹭社区", is_fact=True
    )

    @property
    def dated(self) -> PartialDate | None:
        return self.opened
'''
TEMPLATE = """\
{% extends "record.md.j2" %}
{% block own %}<p class="room">欢迎来到{{ record.name }}</p>{% endblock %}
"""


def zhanting(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True)


@pytest.fixture
def seven(project: Project) -> Project:
    project.with_theme()
    (project.root / "generator/models/room.py").write_text(MODEL, encoding="utf-8")
    templates = project.root / "generator/rendering/templates"
    (templates / "room.md.j2").write_text(TEMPLATE, encoding="utf-8")
    project.record("organizations/bailu")
    return project


def room(project: Project, name: str, keeper: str) -> None:
    project.write(
        "rooms/hall/index.md",
        f"""\
        ---
        名称: {name}
        类型: 陈列厅
        摘要: 一句话。
        地区: 山东 济南
        开放: 2020-05
        管理: {keeper}
        来源: 某报
        ---
        """,
    )


def test_pages_lists_and_relations_come_by_themselves(seven: Project) -> None:
    room(seven, "荣光厅", "白鹭社区")
    built = zhanting(seven, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    site = seven.root / "site"

    def read(path: str) -> str:
        return (site / path / "index.html").read_text(encoding="utf-8")

    page = read("rooms/hall")
    assert "欢迎来到荣光厅" in page
    assert '<a href="../../organizations/bailu/">白鹭社区</a>' in page
    assert "管理的荣誉室" in read("organizations/bailu")
    for listing in ("rooms", "rooms/type/hall", "rooms/region/shan-dong-ji-nan", "rooms/year/2020"):
        assert "荣光厅" in read(listing)
    assert ">荣誉室</a>" in read("")


def test_check_knows_its_rules(seven: Project) -> None:
    room(seven, "荣光厅", "白鹭社去")
    told = zhanting(seven, "check")
    assert told.returncode == 1
    assert "是不是“白鹭社区”？" in told.stdout
    assert "content/rooms/hall/index.md:7 〔管理〕" in told.stdout


def test_new_writes_it(seven: Project) -> None:
    made = zhanting(seven, "new", "荣誉室", "红色陈列角")
    assert made.returncode == 0, made.stderr
    assert "content/rooms/hong-se-chen-lie-jiao/index.md" in made.stdout
    assert zhanting(seven, "check").returncode == 0


def test_handbook_lists_it(seven: Project, tmp_path: Path) -> None:
    assert zhanting(seven, "handbook", "--to", str(tmp_path)).returncode == 0
    text = (tmp_path / "handbook-fields.md").read_text(encoding="utf-8")
    assert "荣誉室（文件夹 content/rooms/）" in text
