"""Takes the pictures of the staff handbook: python docs/screenshots/handbook.py

Everything that they show is really done in a temporary project: a workbook is imported, a record
previewed, a form written. Needs Chromium; the picture of the workbook needs LibreOffice and
pdftoppm as well, and is left as it is without them. Each picture stays under 80 KB.
"""

import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image
from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))
from seen import ROOT, chromium, copy_machinery, previewed

HERE = Path(__file__).resolve().parent
LIMIT_BYTES = 80 * 1024
DESKTOP, PHONE = (1440, 900), (390, 844)

WEBSITE = """\
网站名称: 同心聚力 · 先锋展厅
简介: 汇集街道和社区的党建品牌、示范点和活动。
主办单位: 某某街道党工委
网址: https://zhanting.example/
首页:
  口号: 同心聚力 先锋在前
  导语: 把支部建在楼宇和园区里。
"""
COMMUNITY = """\
---
名称: 白鹭社区
类型: 社区
摘要: 六千户居民的社区。
来源:
  - 标题: 白鹭社区介绍
---
社区有六个网格。
"""
BRANCH = """\
---
名称: 白鹭社区党支部
类型: 党支部
摘要: 一百二十名党员的支部。
来源:
  - 标题: 白鹭社区介绍
---
支部每月十五日过组织生活。
"""
# As in section 7 of the handbook: three faults and a notice.
ACTIVITY = """\
---
名称: 白鹭社区七一主题党日
类型: 主题党日
摘要: 三十余名党员走进社区，帮居民办了十件小事。
日期: 2026-07-01
地点：白鹭社区
主办: 白鹭社区党之部
人数: 30余
照片:
  - 文件: 合影.jpg
    图注: 党员在社区广场合影
来源:
  - 标题: 白鹭社区七一主题党日活动记录
    媒体: 白鹭社区党支部
    日期: 2026-07-02
---
七月一日上午，党员在[白鹭社区](白鹭社区)集合，先上党课，再分组入户。

下午各组回来交账：能当场办的，已经办完；办不了的，写进台账。
"""
MENDED = (
    ("地点：白鹭社区", "地点: 白鹭社区"),
    ("党之部", "党支部"),
    ("文件: 合影.jpg", "文件: 合影.JPG"),
)
ROWS = (
    ("活动名称", "类型", "日期", "摘要", "主办"),
    ("白鹭社区读书会", "讲座分享", "2026/8/4", "居民和党员一起读书。", "白鹭社区"),
    ("白鹭社区志愿服务日", "志愿服务", "8月10日", "帮老人打扫屋子。", "白鹭社区"),
    ("白鹭社区党课", "主题党课", "2026-08-32", "支部书记讲党课。", "白鹭社区"),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        project = made_project(Path(folder))
        record = project / "content/activities/2026七一主题党日/index.md"
        with previewed(project, "白鹭社区七一主题党日") as address:
            for name, size in (("preview-1440", DESKTOP), ("preview-390", PHONE)):
                take(browser, address, name, size)
            with opened(browser, address, DESKTOP) as page:
                text = record.read_text(encoding="utf-8")
                for wrong, right in MENDED:
                    text = text.replace(wrong, right)
                record.write_text(text, encoding="utf-8")
                page.get_by_role("alert").wait_for(state="detached")
                page.locator("img[srcset]").first.evaluate("image => image.decode()")
                keep("preview-mended", page.screenshot())
            take(browser, re.sub(r"(?<=\d/).*", "-/", address), "preview-choose", (900, 560))
        form = project / "审核表.html"
        zhanting(project, "review", "form", "白鹭社区七一主题党日", "--to", str(form))
        take(browser, form.as_uri(), "review-form", (794, 1123), is_print=True)
        annotated = imported(project)
        office = shutil.which("soffice")
        if office and shutil.which("pdftoppm"):
            keep("import-annotated", drawn(office, annotated))
        with previewed(ROOT, "--address", "127.0.0.1:0") as address:
            address = re.sub(r"(?<=\d/).*", "statistics/", address)
            take(browser, address, "statistics", (1100, 900), above=".zt-body")


# ---------------------------------------------------------------- what is shown


def made_project(root: Path) -> Path:
    copy_machinery(root)
    content = root / "content"
    (content / "pages").mkdir(parents=True)
    (content / "website.yml").write_text(WEBSITE, encoding="utf-8")
    for folder, text in (
        ("organizations/bailu", COMMUNITY),
        ("organizations/bailu-zhibu", BRANCH),
        ("activities/2026七一主题党日", ACTIVITY),
    ):
        (content / folder).mkdir(parents=True)
        (content / folder / "index.md").write_text(text, encoding="utf-8")
    photo = next((ROOT / "content/activities").rglob("*.jpg"))
    shutil.copy(photo, content / "activities/2026七一主题党日/合影.JPG")
    return root


def zhanting(project: Path, *arguments: str, fails: bool = False) -> None:
    command = [sys.executable, "-m", "generator", *arguments]
    done = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8")
    assert bool(done.returncode) == fails, done.stdout + done.stderr


def imported(project: Path) -> Path:
    """The copy of somebody's own workbook that comes back with what is wrong in it."""
    file = project / "八月活动.xlsx"
    book = Workbook()
    sheet = book.active
    for row in ROWS:
        sheet.append(row)
    for column, width in zip("ABCDE", (24, 14, 14, 30, 16), strict=True):
        sheet.column_dimensions[column].width = width
    book.save(file)
    zhanting(project, "import", str(file), "--kind", "活动", fails=True)
    return file.with_name("八月活动（已标注）.xlsx")


def drawn(office: str, annotated: Path) -> bytes:
    """Both sheets as LibreOffice prints them, one below the other, without the empty paper."""
    book = load_workbook(annotated)
    for sheet in book.worksheets:
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.oddHeader.center.text = sheet.oddFooter.center.text = ""
    printed = annotated.with_name("printed.xlsx")
    book.save(printed)
    command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(printed.parent)]
    subprocess.run([*command, str(printed)], check=True, capture_output=True)
    pages = printed.with_name("page")
    pdf = printed.with_suffix(".pdf")
    subprocess.run(["pdftoppm", "-png", "-r", "110", str(pdf), str(pages)], check=True)
    found = [_inked(Image.open(file)) for file in sorted(pages.parent.glob("page-*.png"))]
    whole = Image.new(
        "RGB", (max(f.width for f in found), sum(f.height + 24 for f in found) - 24), "white"
    )
    top = 0
    for image in found:
        whole.paste(image, (0, top))
        top += image.height + 24
    made = io.BytesIO()
    whole.save(made, "PNG")
    return made.getvalue()


def _inked(image: Image.Image) -> Image.Image:
    image = image.convert("RGB")
    return image.crop(Image.eval(image.convert("L"), lambda v: 255 * (v < 250)).getbbox())


# ---------------------------------------------------------------- taking and keeping


@contextmanager
def opened(browser: Browser, address: str, size: tuple[int, int]) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(address)
    page.locator("h1").first.wait_for()
    yield page
    page.close()


def take(
    browser: Browser,
    address: str,
    name: str,
    size: tuple[int, int],
    *,
    is_print: bool = False,
    above: str = "",
) -> None:
    """A picture of what is in sight; above: scroll until that begins at the top."""
    with opened(browser, address, size) as page:
        if is_print:
            page.emulate_media(media="print")
        if above:
            page.locator(above).first.evaluate("element => element.scrollIntoView()")
        page.wait_for_timeout(500)
        keep(name, page.screenshot())


def keep(name: str, picture: bytes) -> None:
    """Save it as WebP as well as the limit lets it be."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for quality in (85, 75, 65, 50):
        made = io.BytesIO()
        image.save(made, "WEBP", quality=quality, method=6)
        if made.tell() <= LIMIT_BYTES:
            break
    (HERE / f"{name}.webp").write_bytes(made.getvalue())
    print(f"{name}.webp {image.width}×{image.height} {made.tell() // 1024} KB", flush=True)


if __name__ == "__main__":
    main()
