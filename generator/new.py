"""`zhanting new` and `zhanting rename`: the two commands that write into content/."""

from collections.abc import Iterator
from pathlib import Path

from generator.errors import Problem, UsageError, shown
from generator.models import FOLDERS, KINDS, Record
from generator.models.fields import FieldSpec, fields_of
from generator.models.values import SLUG
from generator.publishing.replace import write_whole
from generator.reading.files import MAX_TEXT_BYTES, read
from generator.reading.folders import RECORD_FILE, relative
from generator.reading.frontmatter import FrontMatter
from generator.reading.load import load
from generator.reading.raw import Loaded, RawRecord
from generator.reading.validate import PLACEHOLDER, validate
from generator.reading.yaml_text import as_scalar
from generator.relating.addresses import LIST_PAGE
from generator.settings import Settings
from generator.text.characters import bad_character
from generator.text.pinyin import slug_from
from generator.text.suggest import nearest

_OWN_SLUG = {"网址名", "slug"}
_FORMER_SLUGS = {"曾用网址名", "former_slugs"}


def new_record(settings: Settings, kind: str, name: str) -> str:
    """Write a starting record that passes `check`; returns its file, relative to the project.

    kind: 活动 or activity. The record is a draft until its writer says otherwise.
    """
    model = kind_named(kind)
    name = " ".join(name.split())
    if not name:
        raise UsageError("名称不能是空的。用法：zhanting new 类别 名称")
    if not settings.content.is_dir():
        raise UsageError(f"找不到内容文件夹：{settings.content}")
    text = starting_text(model, name)
    _refuse_unfit(model, text)
    taken = taken_slugs(settings, load(settings), model)
    base = slug_from(name, model.kind)
    slug = base
    number = 2
    while slug in taken:
        slug = f"{base}-{number}"
        number += 1
    file = settings.content / model.folder / slug / RECORD_FILE
    file.parent.mkdir(parents=True)
    try:
        write_whole(file, text)
    except OSError:
        file.parent.rmdir()
        raise
    return relative(settings, file)


def rename_record(settings: Settings, wanted: str, slug: str) -> str:
    """Move a record to a new address and leave its old one as a redirect; returns its file."""
    if not SLUG.fullmatch(slug):
        raise UsageError(f"“{slug}”不能作网址名，只能用小写字母、数字和减号。")
    loaded = load(settings)
    found = [
        raw
        for raw in loaded.records
        if raw.folder_name == wanted
        or any(
            key.text in ("名称", "name") and value_text(value) == wanted
            for key, value in raw.data.entries
        )
    ]
    if len(found) != 1:
        told = "没有" if not found else "不止一条"
        raise UsageError(f"名称或网址名是“{wanted}”的记录{told}，请核对后再试。")
    bundle = found[0].bundle
    model = FOLDERS[bundle.relative_to(settings.content).parts[0]]
    target = bundle.with_name(slug)
    if slug in taken_slugs(settings, loaded, model) or target.exists():
        raise UsageError(f"网址名“{slug}”已经被占用或是保留的，请换一个。")
    file = bundle / RECORD_FILE
    written = {key.text: value_text(value) for key, value in found[0].data.entries}
    old = written.get("网址名") or written.get("slug") or slug_from(bundle.name, model.kind)
    text = read(settings.content, file, MAX_TEXT_BYTES).decode("utf-8-sig")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    write_whole(file, _with_former_slug(text, found[0], old))
    bundle.rename(target)
    return relative(settings, target / RECORD_FILE)


def starting_text(model: type[Record], name: str) -> str:
    """The first text of a record: every required field, the usual others empty, all explained."""
    specs = fields_of(model)
    first = ("name", "type", "summary")
    chosen = [specs[field] for field in first if field in specs]
    chosen += [spec for spec in specs.values() if spec.in_new or spec.is_required]
    lines = [
        "---",
        f"# {model.label}：# 后面的话只给写的人看，不会显示。冒号用英文的，后面空一格。",
    ]
    for spec in dict.fromkeys(chosen):
        lines += _field_lines(spec, name)
    lines += [
        "照片:",
        "# 照片放进这个文件夹，去掉下面两行的 # 再写上文件名和图注：",
        "#  - 文件: 合影.jpg",
        "#    图注: 谁在哪里做什么",
        "草稿: 是   # 写好后删掉这一行，就会发布",
        "---",
        "",
        "在这里写正文，一百到五百字；段与段之间空一行。",
        "",
    ]
    return "\n".join(lines)


def _field_lines(spec: FieldSpec, name: str) -> Iterator[str]:
    told = spec.help + (f"；可选：{shown(spec.choices, 30)}" if spec.choices else "")
    yield f"# {told}"
    if spec.name == "name":
        yield f"{spec.key}: {as_scalar(name)}"
    elif not spec.is_required:
        yield f"{spec.key}:   # 例如 {spec.example}"
    elif spec.component is not None:
        yield f"{spec.key}:"
        inner = [field for field in fields_of(spec.component).values() if field.is_required]
        for place, field in enumerate(inner):
            yield f"  {'-' if not place else ' '} {field.key}: {PLACEHOLDER}（{field.example}）"
    elif spec.choices:
        yield f"{spec.key}: {spec.choices[0]}"
    else:
        yield f"{spec.key}: {spec.example}"


def kind_named(written: str) -> type[Record]:
    """The kind by its Chinese or English name or its folder; UsageError with the nearest."""
    words = {kind.kind: kind for kind in KINDS.values()}
    words |= {kind.label: kind for kind in KINDS.values()}
    words |= {kind.folder: kind for kind in KINDS.values()}
    if written in words:
        return words[written]
    near = nearest(written, words)
    hint = f"是不是“{near}”？" if near else ""
    labels = shown(kind.label for kind in KINDS.values())
    raise UsageError(f"没有“{written}”这个类别。{hint}可用的类别：{labels}。")


def taken_slugs(settings: Settings, loaded: Loaded, model: type[Record]) -> set[str]:
    """Addresses that records of this kind have or had, wherever they lie, and those of lists."""
    taken = {path.name for path in (settings.content / model.folder).glob("*")}
    taken |= {LIST_PAGE, *model.facets}
    taken |= {slug_from(each.path.parent.name, model.kind) for each in loaded.broken}
    for raw in loaded.records:
        if raw.model is model:
            taken.add(slug_from(raw.folder_name, model.kind))
            for key, value in raw.data.entries:
                if key.text in _OWN_SLUG | _FORMER_SLUGS:
                    items = getattr(value, "items", (value,))
                    taken.update(value_text(item) for item in items)
    return taken


def value_text(value: object) -> str:
    return str(getattr(value, "text", ""))


def _with_former_slug(text: str, raw: RawRecord, old: str) -> str:
    """The file's text with `old` among its former addresses; nothing else in it changes."""
    lines = text.split("\n")
    former = []
    entries = raw.data.entries
    ends = [key.line for key, _ in entries[1:]] + [raw.body_line - 1]
    for (key, value), end in zip(reversed(entries), reversed(ends), strict=True):
        # An address name of its own would outweigh the new folder's.
        if key.text in _OWN_SLUG | _FORMER_SLUGS:
            kept = [line for line in lines[key.line : end - 1] if line.lstrip().startswith("#")]
            lines[key.line - 1 : end - 1] = kept
        if key.text in _FORMER_SLUGS:
            former += [value_text(item) for item in getattr(value, "items", (value,))]
    listed = ", ".join(slug for slug in (*former, old) if slug)
    lines.insert(1, f"曾用网址名: [{listed}]")
    return "\n".join(lines)


def _refuse_unfit(model: type[Record], text: str) -> None:
    """Refuse a name that `check` would refuse: too long, with markup or control characters."""
    problems: list[Problem] = []
    if bad := bad_character(text):
        raise UsageError(f"名称里有看不见的控制字符（U+{ord(bad.group()):04X}），请重新手打一遍。")
    head = text.split("---\n")[1]
    data = FrontMatter("", 2, frozenset()).parse(head, problems)
    _, _, problems = validate(RawRecord(model, "", Path(), data))
    if problems:
        raise UsageError(f"{problems[0].what}{problems[0].mend}")
