"""A copy of the real content with many faults at once: each is told, at its line, in Chinese."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT


class Copy:
    """A copy of the real content that faults are written into."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.expected: list[tuple[str, int, str]] = []
        shutil.copytree(ROOT / "content", root / "content")

    def file(self, path: str) -> Path:
        return self.root / "content" / path / "index.md"

    def replace(
        self, path: str, old: str, new: str, code: str, *, line: int = 0, below: int = 0
    ) -> None:
        """Replace the line that starts with `old`, and expect `code`.

        The fault is expected on that line, `below` it, or on `line` if that is given.
        """
        file = self.file(path)
        lines = file.read_text(encoding="utf-8").split("\n")
        at = next(index for index, text in enumerate(lines) if text.startswith(old))
        lines[at] = new
        file.write_text("\n".join(lines), encoding="utf-8")
        self.expect(path, line or at + 1 + below, code)

    def expect(self, path: str, line: int, code: str) -> None:
        self.expected.append((f"content/{path}/index.md", line, code))

    def check(self) -> list[dict[str, object]]:
        command = [sys.executable, "-m", "generator", "check", "--format", "json"]
        done = subprocess.run(
            [*command, "--root", str(self.root)], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 1
        assert done.stderr == ""
        found: list[dict[str, object]] = json.loads(done.stdout)
        return found


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    made = Copy(tmp_path_factory.mktemp("faults"))
    made.replace("sites/up-kafei", "地区:", "地取: 山东 济宁", "unknown-key")
    # A missing field is told at the top of what should hold it.
    made.replace("sites/xinyang-kongjian", "摘要:", "# 摘要", "missing-field", line=2)
    made.replace("activities/dikuang-bailu-qianyue", "日期:", "日期: 2018-06-31", "bad-date")
    made.replace("brands/santong-gongzuofa", "类型:", "类型: 工作发", "unknown-choice")
    made.replace("brands/hongling-shalong", "所属:", "所属: 同科天地党支步", "unknown-reference")
    made.replace("members/zheng-xiaofei", "类型:", "类型：先锋党员", "full-width-colon")
    twice = "名称: 许永\nname: 许永"
    made.replace("members/xu-yong", "名称:", twice, "both-languages", below=1)
    twice = "名称: 封敏\n名称: 封敏"
    made.replace("members/feng-min", "名称:", twice, "duplicate-key", below=1)
    made.replace("sites/fulai-bianmin-zhongxin", "  - 文件:", "  - 文件: 无.jpg", "photo-missing")
    wall = "sites/tongke-weixinyuan-qiang"
    made.replace(wall, "    图注:", "    作者: 某人", "missing-field", below=-1)
    park = "organizations/hefei-gaoxin-chuangyeyuan"
    made.replace(park, "    数值: 1200", "    数值: 一千二百家", "bad-number")

    # Two records with one address, a capital in a folder's name, and a link to a draft.
    other = made.root / "content/brands/2026/si-zhu"
    shutil.copytree(made.root / "content/brands/si-zhu", other)
    made.expect("brands/si-zhu", 2, "same-address")
    made.expect("brands/2026/si-zhu", 2, "same-address")
    (made.root / "content/brands/cishan-jia").rename(made.root / "content/brands/Cishan-Jia")
    made.expect("brands/Cishan-Jia", 1, "bad-slug")
    draft = made.file("agreements/jiaonan-xiaodiqi-gongjian-xieyi")
    text = draft.read_text(encoding="utf-8")
    draft.write_text(text.replace("---\n", "---\n草稿: 是\n", 1), encoding="utf-8")
    signing = "activities/jiaonan-gongjian-qianyue"
    lines = made.file(signing).read_text(encoding="utf-8").split("\n")
    at = next(index for index, line in enumerate(lines, 1) if line.startswith("协议:"))
    made.expect(signing, at + (lines[at - 1].strip() == "协议:"), "draft-reference")
    return made


def test_every_fault_is_told_at_its_line(copy: Copy) -> None:
    found = {(p["file"], p["line"], p["code"]) for p in copy.check()}
    assert {e for e in copy.expected if e not in found} == set()


def test_nothing_else_is_told(copy: Copy) -> None:
    """A faulty record causes no second complaint where others refer to it."""
    expected = set(copy.expected)
    surplus = {
        (p["file"], p["line"], p["code"])
        for p in copy.check()
        if (p["file"], p["line"], p["code"]) not in expected
    }
    # True consequences: 四助 now names two records, and a body links to the draft as well.
    assert {code for _, _, code in surplus} <= {
        "ambiguous-reference",
        "draft-reference",
        "same-name",
        "photo-unlisted",
    }


def test_suggestions_name_the_right_word(copy: Copy) -> None:
    told = {(str(p["code"]), str(p["what"])[-20:]) for p in copy.check()}
    for code, near in (
        ("unknown-key", "地区"),
        ("unknown-choice", "工作法"),
        ("unknown-reference", "同科天地党支部"),
    ):
        assert any(c == code and what.endswith(f"是不是“{near}”？") for c, what in told), near


def test_messages_are_chinese_and_no_traceback(copy: Copy) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "check", "--root", str(copy.root)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    for problem in copy.check():
        for text in (str(problem["what"]), str(problem["mend"])):
            assert re.search(r"[\u4e00-\u9fff]", text)
            assert not re.search(r"[A-Za-z]{4,} [A-Za-z]{3,} [A-Za-z]{2,}", text), text
