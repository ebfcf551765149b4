"""The pictures of a document → photos of a record: cut and turned as the document shows them."""

import re
from collections.abc import Iterator

from generator.imports.drafts import FileDraft, Node, Value
from generator.imports.word.article import Article, Shown
from generator.imports.word.caption_answers import Question
from generator.imports.word.docx import DocxRefused, Package
from generator.imports.word.making import Making, Origin
from generator.imports.word.told import shortened
from generator.messages import MESSAGES
from generator.pictures.clean import Pose, clean_as_shown
from generator.pictures.cuts import PhotoRefused
from generator.text.paste import tidy

_AUTOMATIC_ALT = re.compile(
    r"自动生成|automatically|^(?:图片|图像|图|Picture|Image|Grafik)\s*\d*$|\.(?:jpe?g|png|bmp|gif)$"
    r"|^(?:IMG|DSC|微信图片|mmexport|QQ图片|截图|upload)",
    re.I,
)


def photos_of(
    record: Making, article: Article, package: Package, form: int | None
) -> Iterator[FileDraft]:
    """Those of one form, or all; what is lost or changed on the way is told.

    form: its number where a document holds several records.
    """
    questions = {each.picture: each for each in article.matched.questions if each.picture}
    for shown in article.pictures:
        if form and shown.form != form:
            continue
        found = _photo(record, package, shown, questions.get(shown.picture.number))
        if found:
            yield found


def _photo(
    record: Making, package: Package, shown: Shown, question: Question | None
) -> FileDraft | None:
    number, at = shown.picture.number, record.at(shown.where)
    cleaned = _pixels(record, package, shown)
    if cleaned is None:
        return None
    suffix, data = cleaned
    file = f"图{number}{suffix}"
    fields: dict[str, Node] = {}
    caption = shown.caption
    if caption and caption.text:
        place = record.at(caption.where)
        fields["caption"] = Value(caption.text, place)
        if caption.credit:
            fields["credit"] = Value(caption.credit, place)
        record.origins.append(Origin(f"照片 {number}", caption.text, caption.where, caption.source))
    elif shown.form and record.model.kind == "member" and "name" in record.fields:
        name = record.fields["name"]
        assert isinstance(name, Value)
        fields["caption"] = Value(name.text, at, "表里“照片”一格，是本人")
        origin = Origin(f"照片 {number}", name.text, shown.where, "照片", is_inferred=True)
        record.origins.append(origin)
    else:
        asked = f"：{question.text}" if question else ""
        facts = {"number": number, "question": asked, "photo": file}
        record.tell("word-no-caption", shown.where, **facts)
        record.origins.append(Origin(f"照片 {number}", "（没有图注）", shown.where))
    if shown.picture.alt and not _AUTOMATIC_ALT.search(shown.picture.alt):
        fields["alt"] = Value(shortened(tidy(shown.picture.alt), 150), at)
    return FileDraft(data, file, at, fields)


def _pixels(record: Making, package: Package, shown: Shown) -> tuple[str, bytes] | None:
    picture = shown.picture

    def lost(reason: str) -> None:
        facts = {"number": picture.number, "reason": reason.rstrip("。")}
        record.tell("word-picture", shown.where, **facts)
        record.notes.append(f"{shown.where} 第 {picture.number} 张图没有导入")

    if picture.address or not picture.part:
        lost("它没有存在稿件里，只链接到别处" if picture.address else "稿件里找不到它的文件")
        return None
    try:
        data = package.data(picture.part)
    except DocxRefused as refused:
        lost(f"稿件{refused}")
        return None
    if data is None:
        lost("稿件里找不到它的文件")
        return None
    quarters = round(picture.turn / 90)
    is_slanted = abs(picture.turn - quarters * 90) > 1
    pose = Pose(
        picture.window,
        0 if is_slanted else quarters % 4,
        picture.is_mirrored,
        picture.is_flipped,
    )
    try:
        suffix, cleaned = clean_as_shown(data, pose)
    except PhotoRefused as refused:
        written = picture.part.rpartition("/")[2]
        lost(MESSAGES[refused.code].what.format(**{"written": written, **refused.facts}))
        return None
    changes = []
    if is_slanted:
        changes.append(f"在稿件里斜着放了 {picture.turn:.0f} 度，导入的是没有斜的")
    if data.startswith(b"BM") or data[:4] in (b"II*\0", b"MM\0*"):
        changes.append(
            f"是 {'BMP' if data.startswith(b'BM') else 'TIFF'}，转成了 {suffix[1:].upper()}"
        )
    if picture.window != (0, 0, 1, 1):
        changes.append("在稿件里裁剪过，只导入了看得见的部分")
    if changes:
        facts = {"number": picture.number, "change": "，".join(changes)}
        record.tell("word-picture-changed", shown.where, **facts)
    return suffix, cleaned
