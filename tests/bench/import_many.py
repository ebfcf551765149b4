"""What importing many rows costs: python tests/bench/import_many.py [ROWS]."""

import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from generator.imports.tables.importing import import_table
from generator.imports.trial import State
from generator.settings import settings_for

WEBSITE = "网站名称: 测试\n简介: 测试。\n主办单位: 测试组\n首页:\n  口号: 测\n  导语: 试。\n"


def workbook(path: Path, rows: int) -> None:
    made = Workbook(write_only=True)
    sheet = made.create_sheet("活动")
    sheet.append(("名称", "类型", "日期", "地区", "主办", "人物", "人数", "主旨", "成效", "正文"))
    for row in range(rows):
        day = date(2020, 1, 1) + timedelta(days=row)
        fault = "竞赛" if row % 100 == 99 else "会议"
        people = "张三、李四、欧阳娜娜"
        text = "这一天的活动有很多人参加，大家都说好。" * 10
        line = (f"第{row}次读书会", fault, day, "山东 济南 历城区", "白鹭社区", people, f"{row}余")
        sheet.append((*line, "读书", "读了一本\n又读了一本", text))
    made.save(path)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content").mkdir()
        (root / "content/website.yml").write_text(WEBSITE, "utf-8")
        workbook(root / "表.xlsx", rows)
        for _ in range(2):
            started = time.process_time()
            outcome = import_table(settings_for(root), root / "表.xlsx", lambda *_: None)
            seconds = time.process_time() - started
            counts = {state.value: outcome.count(state) for state in State}
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{rows} rows: {seconds:.1f} CPU s, {peak} MiB at most, {counts}")


main()
