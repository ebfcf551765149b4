"""The parts of the staff handbook that the models and messages already know."""

from collections.abc import Iterator
from pathlib import Path

from generator.messages import MESSAGES
from generator.models import KINDS, Record
from generator.models.fields import Component, fields_of
from generator.models.website import Website
from generator.models.wording import Wording

FIELDS_FILE = "handbook-fields.md"
PROBLEMS_FILE = "handbook-problems.md"
_NOTE = "<!-- 由 zhanting handbook 生成，请勿手改 -->\n"


def write_tables(folder: Path) -> tuple[Path, Path]:
    """Write the field tables and the list of problems into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    fields, problems = folder / FIELDS_FILE, folder / PROBLEMS_FILE
    fields.write_text(field_tables(), encoding="utf-8")
    problems.write_text(problem_list(), encoding="utf-8")
    return fields, problems


def field_tables() -> str:
    """A Markdown table for each kind and each component."""
    sections = ["# 每一项怎么写\n", _NOTE, "带 * 的必须写。英文名也可以用，但同一项只能写一次。\n"]
    common = fields_of(Record)
    sections.append(_table("所有记录都可以写", Record, set()))
    for kind in KINDS.values():
        title = f"{kind.label}（文件夹 content/{kind.folder}/）"
        sections.append(_table(title, kind, set(common)))
    for component in _components():
        words = (component.__doc__ or component.__name__).strip().split("：")
        sections.append(_table(f"“{words[0]}”里面写什么", component, set()))
    sections.append(_table("网站设置（content/website.yml）", Website, set()))
    sections.append(_table("词表（content/wording.yml）", Wording, set()))
    return "\n".join(sections)


def _table(title: str, model: type[Component], without: set[str]) -> str:
    rows = [f"## {title}\n", "| 项目 | 英文名 | 写什么 | 例子 |", "| --- | --- | --- | --- |"]
    for name, spec in fields_of(model).items():
        if name in without:
            continue
        told = spec.help
        if spec.choices:
            told += "；可选：" + "、".join(spec.choices)
        if spec.to and spec.to.kinds:
            labels = "、".join(KINDS[kind].label for kind in spec.to.kinds)
            told += f"；写{labels}的名称" + ("，也可以写别的名称" if spec.to.is_open else "")
        if spec.is_many:
            told += "；可写多条"
        key = f"{spec.key}{' *' if spec.is_required else ''}"
        example = spec.example.replace("|", "\\|")
        rows.append(f"| {key} | `{name}` | {told} | {example} |")
    return "\n".join(rows) + "\n"


def _components() -> Iterator[type[Component]]:
    """Every component that a record can hold, once, in the order of first use."""
    seen: set[type[Component]] = set()
    waiting: list[type[Component]] = [*KINDS.values(), Website, Wording]
    while waiting:
        for spec in fields_of(waiting.pop(0)).values():
            if spec.component is not None and spec.component not in seen:
                seen.add(spec.component)
                waiting.append(spec.component)
                yield spec.component


def problem_list() -> str:
    """What each problem means, by its code."""
    rows = [
        "# 每个问题是什么意思\n",
        _NOTE,
        "检查时每个问题末尾括号里的英文是它的代号，永远不变。花括号处会换成您写的内容。\n",
        "| 代号 | 是什么 | 会看到的话 | 怎么改 |",
        "| --- | --- | --- | --- |",
    ]
    for code, message in sorted(MESSAGES.items()):
        cells = (f"`{code}`", message.title, message.what, message.mend)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"
