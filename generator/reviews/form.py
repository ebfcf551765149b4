"""The 审核表: one record with its photos, what to look at, three rows to sign; printed on A4."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.models.components import Photo
from generator.models.fields import fields_of, names_by_key
from generator.pictures.cuts import Cut, PhotoRefused
from generator.pictures.derivatives import derive
from generator.pictures.photos import photo_bytes, photo_cache
from generator.reading.frontmatter import Raw, RawList, RawMap, RawText
from generator.reading.raw import RawRecord
from generator.rendering.environment import templates
from generator.reviews.desk import Subject
from generator.reviews.log import ORDER
from generator.reviews.publication import written
from generator.settings import Settings

_WIDTH = 640
CHECKLIST = {
    "初审": (
        "人名、职务、单位名称、地名与来源一致",
        "日期、数字有出处，前后一致",
        "照片清楚，图注与照片相符，照片里的人同意公开",
        "没有手机号、身份证号、住址等个人信息",
    ),
    "复审": (
        "政治表述准确、规范，引文与原文一致",
        "党的机构、会议、文件名称使用全称或规范简称",
        "没有涉密、敏感和不宜公开的内容",
        "初审提出的意见都已改好",
    ),
    "终审": (
        "导向正确，同意公开发布",
        "复审提出的意见都已改好",
        "发布时间和撤下日期合适",
    ),
}


@dataclass(frozen=True)
class Row:
    """One line of the sheet: how deep it stands below its field, its label and its text."""

    depth: int
    label: str
    text: str


@dataclass(frozen=True)
class Image:
    """A photo small enough to print, as a data URI; what cannot be shown has no `data`."""

    file: str
    caption: str
    data: str


def form_html(subject: Subject, settings: Settings) -> str:
    """The sheet as one HTML file that needs nothing else."""
    record = subject.written if isinstance(subject.written, RawRecord) else None
    reviews = {each.stage: each for each in subject.standing.valid(subject.matter)}
    return (
        templates()
        .get_template("review_form.html.j2")
        .render(
            subject=subject,
            rows=list(_rows(record)) if record else [],
            images=list(_images(record, settings)) if record else [],
            body=record.body.strip("\n") if record else getattr(subject.written, "text", ""),
            files=[path.name for path in subject.paths[1:]],
            stages=[(stage.label, CHECKLIST[stage.label], reviews.get(stage)) for stage in ORDER],
            today=settings.today,
        )
    )


def write_form(subject: Subject, settings: Settings, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(form_html(subject, settings), encoding="utf-8")


def _rows(record: RawRecord) -> Iterator[Row]:
    """Every field in the order of the file; 备注 is for the writer, not for the reviewer's name."""
    names, specs = names_by_key(record.model), fields_of(record.model)
    for key, value in record.data.entries:
        name = names.get(key.text)
        if name not in ("staff_note", "photos"):
            yield from _value(0, specs[name].key if name else key.text, value)


def _value(depth: int, label: str, value: Raw) -> Iterator[Row]:
    if isinstance(value, RawText):
        yield Row(depth, label, value.text)
    elif isinstance(value, RawList):
        yield Row(depth, label, "")
        for number, item in enumerate(value.items, 1):
            yield from _value(depth + 1, f"{number}.", item)
    else:
        yield Row(depth, label, "")
        for key, inner in value.entries:
            yield from _value(depth + 1, key.text, inner)


def _images(record: RawRecord, settings: Settings) -> Iterator[Image]:
    names = names_by_key(record.model)
    for key, value in record.data.entries:
        if names.get(key.text) != "photos":
            continue
        for item in value.items if isinstance(value, RawList) else (value,):
            if isinstance(item, RawMap):
                file = written(item, Photo, "file")
                yield Image(file, written(item, Photo, "caption"), _data(record, file, settings))


def _data(record: RawRecord, file: str, settings: Settings) -> str:
    cut = Cut("full", None, settings.recipe.widths)
    try:
        made, _ = derive(photo_bytes(settings, record.bundle / file), (cut,), photo_cache(settings))
    except PhotoRefused:
        return ""
    data = made[cut].fallback(_WIDTH).path.read_bytes()
    return "data:image/jpeg;base64," + base64.b64encode(data).decode()
