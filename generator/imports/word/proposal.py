"""What an import of a Word document shows before anything is written."""

from collections.abc import Iterator
from unicodedata import east_asian_width

from generator.imports.trial import Examined, State
from generator.imports.word.making import Origin
from generator.models.fields import fields_of
from generator.reading.folders import RECORD_FILE, relative
from generator.settings import Settings

_KEY_WIDTH = 10


def proposal(examined: Examined, origins: tuple[Origin, ...], settings: Settings) -> Iterator[str]:
    """The lines that tell what would be written, and from which line of the document each is."""
    draft = examined.draft
    name = draft.place.file
    if examined.state is State.NEW:
        file = relative(settings, examined.bundle / RECORD_FILE)
        yield f"{name} → {draft.model.label}（草稿） {file}"
    else:
        yield f"{name} → {draft.model.label}：{examined.state.value}"
    yield ""
    for each in origins:
        source = f" {each.source}" if each.source and each.source != each.text else ""
        yield f"  {_padded(each.key)}{' '.join(each.text.split())}"
        inferred = "（推得）" if each.is_inferred else ""
        yield f"  {' ' * _KEY_WIDTH}← {each.where}{source}{inferred}"
    lacking = [spec for spec in ("date", "place") if spec in fields_of(draft.model)]
    missing = [spec for spec in lacking if spec not in draft.fields]
    if missing:
        keys = "、".join(fields_of(draft.model)[spec].key for spec in missing)
        yield f"  {_padded('没有找到')}{keys}"
    yield ""
    body = draft.body.text if draft.body else ""
    count = sum(char.isalnum() for char in body)
    yield f"正文（{count} 字）：" if body else "没有正文。"
    for line in body.split("\n") if body else ():
        yield f"  │ {line}".rstrip()
    yield ""


def _padded(text: str) -> str:
    wide = sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
    return text + " " * max(_KEY_WIDTH - wide, 1)
