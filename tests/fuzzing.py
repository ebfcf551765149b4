"""Made-up content, mixed of pieces of real syntax, and what must hold for any of it.

`test_fuzz.py` runs a few hundred, always the same; `bench/fuzz.py` as many as asked for.
"""

import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pillow_heif
from bs4 import BeautifulSoup
from conftest import WEBSITE, Project
from hypothesis import strategies as st
from PIL import Image

from generator.pictures.cuts import Cut, PhotoRefused
from generator.pictures.originals import check_whole, inspect
from generator.pictures.pixels import encode
from generator.settings import Recipe
from generator.text.markdown import finish

BATCH = 20
_ANY = st.text(max_size=6)
_WORDS = [
    "党建",
    "白鹭社区",
    "活动",
    "甲",
    " ",
    "\n",
    "\n\n",
    "　",
    "🎉",
    "👨‍👩‍👧",
    "\u200b",
    "\u202e",
    "\ufeff",
    "\x00",
    "é",
    "e\u0301",
]
_BODY = [
    *(
        "*",
        "**",
        "_",
        "`",
        "```",
        "[",
        "](",
        ")",
        "![",
        "[x]:",
        "<",
        ">",
        "</",
        "/>",
        "<!--",
        "-->",
    ),
    *(
        "# ",
        "- ",
        "1. ",
        "> ",
        "    ",
        "\t",
        "---",
        "===",
        "| ",
        "|",
        "\n| - | - |\n",
        "\\",
        "&#",
        "&lt;",
    ),
    *(
        "javascript:",
        "https://www.gov.cn/",
        "//evil.example",
        "data:",
        "mailto:a@b.cn",
        "onclick=",
        "x.md",
    ),
    *(
        "<script>",
        "<b style='display:none'>",
        "{{ 7*7 }}",
        "{% x %}",
        "{: .x }",
        "zt-link:0",
        '"',
        "'",
    ),
]
_FRONT = [
    *(
        "名称: ",
        "类型: ",
        "摘要: ",
        "主题: ",
        "照片:\n  - 文件: ",
        "来源:\n  - 标题: ",
        "日期: ",
        "地区: ",
    ),
    *(
        "数字:\n  - 名称: 甲\n    数值: ",
        "草稿: ",
        "网址名: ",
        "外部:",
        "- ",
        "  ",
        ": ",
        "：",
        "#",
        "[",
        "]",
    ),
    *(
        "{",
        "}",
        ",",
        "&a ",
        "*a",
        "!!x ",
        "|\n",
        ">\n",
        '"',
        "'",
        "\\u202e",
        "? ",
        "<<: ",
        "---",
        "...",
        "%",
    ),
    *(
        "2024-05-13",
        "2024年底",
        "--02-30",
        "1800余",
        "近400万",
        "是",
        "~",
        "null",
        "<img src=x>",
        "\t",
    ),
]
_NAME = [
    *"ab.A#%& '~$()-_党建",
    ".md",
    ".jpg",
    ".html",
    "CON",
    "\u0301",
    "\u202e",
    "\udcb5",
    "🎉",
    ":",
    "x" * 60,
]

bodies = st.lists(st.sampled_from(_BODY + _WORDS) | _ANY, max_size=60).map("".join)
fronts = st.lists(st.sampled_from(_FRONT + _WORDS) | _ANY, max_size=40).map("".join)
names = st.lists(st.sampled_from(_NAME) | _ANY, min_size=1, max_size=12).map("".join)


@cache
def _originals() -> list[bytes]:
    made = []
    for suffix, options in (
        ("JPEG", {}),
        ("PNG", {}),
        ("WEBP", {}),
        ("GIF", {}),
        ("TIFF", {}),
    ):
        target = io.BytesIO()
        image = Image.new("RGB", (32, 24), "red")
        image.getexif()[0x0112] = 6
        image.save(target, suffix, exif=image.getexif(), **options)
        made.append(target.getvalue())
    target = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (32, 24), "red")).save(target)
    return [*made, target.getvalue()]


@st.composite
def pictures(draw: st.DrawFn) -> bytes:
    """A picture with bytes changed, cut out or put in."""
    data = bytearray(draw(st.sampled_from(_originals())))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        put = draw(st.binary(max_size=8))
        data[at : at + draw(st.integers(0, 12))] = put
    return bytes(data)


# ---------------------------------------------------------------- what must hold


def try_texts(texts: Iterable[tuple[str, str]]) -> None:
    """(front matter, body) of records: checked without an exception; what is sound is harmless."""
    with _project() as project:
        for number, (front, body) in enumerate(texts):
            head = f"名称: 甲{number}\n类型: 主题党日\n摘要: 一。\n来源: [某报]\n"
            file = project.content / f"activities/x{number}/index.md"
            file.parent.mkdir(parents=True)
            text = f"---\n{head}{front}\n---\n{body}".encode("utf-8", "surrogatepass")
            file.write_bytes(text)
        _check(project)


def try_names(found: Iterable[str]) -> None:
    """Files and folders of these names are told or used, and every message can be printed."""
    with _project() as project:
        project.record("sites/a")
        for number, name in enumerate(found):
            place = project.content / ("sites", "sites/a", "pages")[number % 3]
            place.mkdir(exist_ok=True)
            try:
                if number % 2:
                    (place / name).write_text("# 一\n", encoding="utf-8")
                else:
                    (place / name).mkdir()
            except (OSError, ValueError):  # the system itself has no such name
                continue
        _check(project)


def try_picture(data: bytes) -> None:
    """A broken picture is refused, or becomes derivatives without metadata."""
    recipe = Recipe(widths=(16,))
    try:
        inspect(data)
        check_whole(data)
        made = list(encode(data, (Cut("full", None, recipe.widths),), recipe))
    except PhotoRefused:
        return
    assert made
    for _, _, encoded in made:
        assert b"Exif" not in encoded


class _project:  # noqa: N801
    """A fresh project in memory where the system has such a folder."""

    def __enter__(self) -> Project:
        shm = Path("/dev/shm")
        self.folder = tempfile.mkdtemp(dir=shm if os.access(shm, os.W_OK) else None)
        project = Project(Path(self.folder) / "project")
        project.write("website.yml", WEBSITE + "许可链接: [www.gov.cn]\n")
        return project

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder)


def _check(project: Project) -> None:
    checked = project.check()
    for told in (*checked.problems, *checked.notices):
        assert re.search("[\u4e00-\u9fff]", told.mend)
        str(told).encode()
    for entry in checked.catalog.entries:
        page = BeautifulSoup(str(finish(entry.raw.converted, lambda target: target)), "html.parser")
        for element in page.find_all(True):
            assert element.attrs.keys() <= {"href", "start"}, element
            assert element.name not in {"script", "style", "img", "iframe", "svg"}
            assert not re.match(r"(?i)\s*(javascript|data|vbscript):", str(element.get("href", "")))
        assert "\u202e" not in page.get_text()
