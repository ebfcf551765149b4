"""A .docx file → its parts, each a tree with short names.

Names are told as `w:p` whatever namespace a program wrote: Word's usual one or that of “Strict Open
XML” (ISO/IEC 29500), so that the walk knows one spelling only.
"""

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement

from generator.errors import UsageError
from generator.imports import package as office

MAX_XML_BYTES = 64 * 1024 * 1024
MAX_MEDIA_BYTES = 40 * 1024 * 1024

_SAVE = "请用 Word 或 WPS 打开它，点“文件—另存为”，类型选“Word 文档（*.docx）”，再导入。"
_DAMAGED = "请用 Word 或 WPS 打开看看，能打开就另存一份再导入；打不开，请对方重新发一份。"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_STRICT = "http://purl.oclc.org/ooxml"
_PREFIXES = {
    _W: "w",
    _R: "r",
    f"{_DRAWING}/main": "a",
    f"{_DRAWING}/picture": "pic",
    f"{_DRAWING}/wordprocessingDrawing": "wp",
    f"{_DRAWING}/chart": "c",
    f"{_DRAWING}/diagram": "dgm",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    f"{_STRICT}/wordprocessingml/main": "w",
    f"{_STRICT}/officeDocument/relationships": "r",
    f"{_STRICT}/drawingml/main": "a",
    f"{_STRICT}/drawingml/picture": "pic",
    f"{_STRICT}/drawingml/wordprocessingDrawing": "wp",
    f"{_STRICT}/drawingml/chart": "c",
    f"{_STRICT}/drawingml/diagram": "dgm",
    f"{_STRICT}/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup": "wpg",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas": "wpc",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
_MAIN_TYPES = {f"{_R}/officeDocument", f"{_STRICT}/officeDocument/relationships/officeDocument"}


@dataclass(frozen=True)
class Link:
    """What a relationship of a part leads to: a part's name, or an address outside the file."""

    target: str
    is_external: bool
    type: str


@dataclass(frozen=True)
class Package:
    """The parts of one document; `main` is the name of its text."""

    office: office.Package
    main: str

    def xml(self, name: str) -> Element | None:
        """A part's root element with short names; None when there is no such part."""
        if name not in self.office:
            return None
        return _parsed(self.office, name)

    def data(self, name: str) -> bytes | None:
        """The bytes of a picture or another part; None when there is no such part."""
        if name not in self.office:
            return None
        if self.office.parts[name].file_size > MAX_MEDIA_BYTES:
            raise DocxRefused(f"里的 {name} 超过 {MAX_MEDIA_BYTES >> 20} MB，没有打开。")
        return self.office.read(name)

    def links(self, part: str) -> dict[str, Link]:
        """The relationships of a part by their id."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for each in root if root is not None else ():
            outside = each.get("TargetMode") == "External"
            target = each.get("Target", "")
            if not outside:
                target = posixpath.normpath(posixpath.join(folder, unquote(target))).lstrip("/")
            kind = each.get("Type", "").rsplit("/", 1)[-1]
            found[each.get("Id", "")] = Link(target, outside, kind)
        return found

    def beside(self, type: str) -> str:
        """The name of the main part's companion of a type, such as `styles`; empty without one."""
        links = self.links(self.main).values()
        return next((each.target for each in links if each.type == type), "")


def open_package(data: bytes, name: str) -> Package:
    """The document in `data`; `UsageError` in Chinese for what is no readable .docx.

    name: of the file, for the message.
    """
    if len(data) > office.MAX_FILE_BYTES:
        size = len(data) >> 20
        raise UsageError(f"“{name}”有 {size} MB，太大了。请压缩里面的图片（选中图片—压缩图片）。")
    _refuse_others(data, name)
    checked = office.checked(office.Package(name, data), _DAMAGED)
    package = Package(checked, _main_part(checked, name))
    try:
        root = package.xml(package.main)
    except DocxRefused as refused:
        raise UsageError(f"“{name}”{refused}{_DAMAGED}") from refused
    if root is None or root.tag != "w:document":
        raise UsageError(f"“{name}”里没有 Word 文档的正文。{_DAMAGED}")
    return package


class DocxRefused(Exception):
    """A part that cannot be read; the text says in Chinese why."""


def _refuse_others(data: bytes, name: str) -> None:
    """Refuse files that are no zip archive, each told as what it is."""
    if not data:
        raise UsageError(f"“{name}”是空的。")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UsageError(f"“{name}”设了打开密码。请去掉密码，另存一份再导入。")
        raise UsageError(f"“{name}”是旧格式（.doc 或 .wps），不能直接导入。{_SAVE}")
    if data.startswith(b"{\\rtf"):
        raise UsageError(f"“{name}”其实是 RTF 文件。{_SAVE}")
    if data.startswith(b"%PDF"):
        raise UsageError(f"“{name}”其实是 PDF 文件，请找到排版前的 Word 文件。")
    if data.lstrip()[:1] == b"<":
        raise UsageError(f"“{name}”其实是网页或 XML 文件。{_SAVE}")
    if not data.startswith(b"PK"):
        raise UsageError(f"“{name}”不是 Word 文档，可能只是改过后缀，也可能没有传完整。{_DAMAGED}")


def _main_part(archive: office.Package, name: str) -> str:
    names = archive.parts
    try:
        links = Package(archive, "").links("") if "_rels/.rels" in names else {}
        roots = _parsed(archive, "_rels/.rels") if "_rels/.rels" in names else ()
    except DocxRefused as refused:
        raise UsageError(f"“{name}”{refused}{_DAMAGED}") from refused
    for each in roots:
        if each.get("Type") in _MAIN_TYPES:
            target = links[each.get("Id", "")].target
            if target.endswith((".xlsx", "workbook.xml")) or target.startswith("xl/"):
                raise UsageError(f"“{name}”其实是 Excel 表格，请把后缀改回 .xlsx 再导入。")
            if target.startswith("ppt/"):
                raise UsageError(f"“{name}”其实是 PPT，请把文字复制到 Word 文档里再导入。")
            return target
    if "word/document.xml" in names:
        return "word/document.xml"
    if "content.xml" in names:
        raise UsageError(f"“{name}”其实是 ODT 文件。{_SAVE}")
    raise UsageError(f"“{name}”不是 Word 文档，只是一个压缩包。{_DAMAGED}")


def _parsed(archive: office.Package, name: str) -> Element:
    if archive.parts[name].file_size > MAX_XML_BYTES:
        raise DocxRefused(f"里的 {name} 展开后超过 {MAX_XML_BYTES >> 20} MB，没有打开。")
    try:
        root = office.parsed(archive.read(name), name)
    except UsageError as error:
        raise DocxRefused(f"里的 {name} 损坏了，或夹带了不该有的代码，没有打开。") from error
    made = Element(_short(root.tag), _attributes(root))
    waiting = [(root, made)]
    while waiting:
        source, target = waiting.pop()
        target.text = source.text
        for child in source:
            # Neither comments nor processing instructions are part of the document.
            if isinstance(child.tag, str):
                waiting.append((child, SubElement(target, _short(child.tag), _attributes(child))))
    return made


def _attributes(element: office.Element) -> dict[str, str]:
    return {_short(key): value for key, value in element.attrib.items()}


def _short(name: str) -> str:
    space, _, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    if not space:
        return local
    return f"{_PREFIXES[space]}:{local}" if space in _PREFIXES else name


def first(element: Element | None, *path: str) -> Element | None:
    """The first child of a name, then its first child of the next name …; None if one misses."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if child.tag == name), None)
    return element


def value(element: Element | None, *path: str) -> str:
    """The `w:val` of a descendant; empty when it is not there."""
    found = first(element, *path)
    return found.get("w:val", "") if found is not None else ""


def is_on(element: Element | None) -> bool | None:
    """A toggle such as w:b: on, off, or None when it is not written."""
    if element is None:
        return None
    return element.get("w:val", "true") not in {"0", "false", "off", "none"}
