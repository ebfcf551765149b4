"""An Office file as a package of parts. The only door to lxml and to zip files from outside.

Sizes are looked at before anything is unpacked, and no part may declare entities of its own.
"""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from generator.errors import UsageError

MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_UNPACKED_BYTES = 600 * 1024 * 1024
MAX_PART_BYTES = 200 * 1024 * 1024
MAX_PARTS = 20_000
# Text packs to about a tenth; a bomb of zeros to a thousandth.
MAX_RATIO = 200
_LARGE = 5 * 1024 * 1024

Element = Any  # an lxml element; lxml has no types of its own

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass
class Package:
    """The parts of one file by name, such as xl/workbook.xml.

    changed: parts that take the place of those of the file, or come to them, in `saved`.
    """

    name: str
    data: bytes
    changed: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def _zip(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.data))

    @cached_property
    def parts(self) -> Mapping[str, zipfile.ZipInfo]:
        return {info.filename: info for info in self._zip.infolist() if not info.is_dir()}

    def __contains__(self, part: str) -> bool:
        return part in self.changed or part in self.parts

    def read(self, part: str) -> bytes:
        """The bytes of a part; KeyError if there is none."""
        if part in self.changed:
            return self.changed[part]
        return self._zip.read(self.parts[part])

    def xml(self, part: str) -> Element:
        """The root element of a part."""
        return parsed(self.read(part), self.name)

    def change(self, part: str, root: Element) -> None:
        self.changed[part] = etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", standalone=True
        )

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relation id → (last word of its type, part it leads to); foreign targets are empty."""
        folder, name = posixpath.split(part)
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self:
            return {}
        found = {}
        for each in self.xml(rels):
            if not isinstance(each.tag, str):
                continue
            kind = each.get("Type", "").rsplit("/", 1)[-1]
            target = each.get("Target", "")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            is_outside = each.get("TargetMode") == "External"
            found[each.get("Id", "")] = (kind, "" if is_outside else path)
        return found

    def saved(self) -> bytes:
        """The file with its changed parts; all others are the same bytes as before."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            for name, info in self.parts.items():
                out.writestr(info, self.changed.get(name, self._zip.read(info)))
            for name in sorted(self.changed.keys() - self.parts.keys()):
                # A fixed date, so that the same changes give the same bytes.
                made = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                out.writestr(made, self.changed[name], zipfile.ZIP_DEFLATED)
        return target.getvalue()


def opened(path: Path, *, suffix: str, save_as: str) -> Package:
    """The package in a file; UsageError with what to do when it is none that can be read.

    suffix: what such a file ends with. save_as: how to make one, for the message.
    """
    try:
        if not path.is_file():
            raise UsageError(f"找不到文件：{path}")
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise UsageError(
                f"{path.name} 有 {size >> 20} MB，超过了上限 {MAX_FILE_BYTES >> 20} MB。"
                "请先压缩里面的图片，或拆成几个文件。"
            )
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path.name} 打不开：系统不让读。如果正用 Excel 或 WPS 开着它，请先关闭。"
        ) from error
    if data.startswith(_OLD):
        if _ENCRYPTED in data:
            raise UsageError(
                f"{path.name} 设了打开密码，读不了。请在 Excel 或 WPS 里打开，"
                "去掉密码（文件—信息—保护），另存一份再导入。"
            )
        raise UsageError(f"{path.name} 是旧格式，读不了。{save_as}")
    if path.suffix.lower() != suffix:
        raise UsageError(f"{path.name} 不是 {suffix} 文件，读不了。{save_as}")
    return checked(Package(path.name, data), save_as)


def checked(package: Package, save_as: str) -> Package:
    """The package itself, after a look at the sizes that its parts would have."""
    broken = f"{package.name} 打不开，可能没有传完整，或只改了后缀。{save_as}"
    try:
        infos = list(package.parts.values())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UsageError(broken) from error
    if any(info.flag_bits & 1 for info in infos):
        raise UsageError(f"{package.name} 是加了密码的，读不了。请去掉密码，再导入一次。")
    total = sum(info.file_size for info in infos)
    is_bomb = any(
        info.file_size > _LARGE and info.file_size > MAX_RATIO * max(info.compress_size, 1)
        for info in infos
    )
    is_large = total > MAX_UNPACKED_BYTES or any(i.file_size > MAX_PART_BYTES for i in infos)
    if is_bomb or is_large or len(infos) > MAX_PARTS:
        raise UsageError(
            f"{package.name} 解开后有 {total >> 20} MB，大得不正常，没有读。"
            "请把要导入的内容复制到一个新建的文件里，再导入一次。"
        )
    try:
        if package._zip.testzip() is not None:
            raise UsageError(broken)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise UsageError(broken) from error
    if "[Content_Types].xml" not in package:
        raise UsageError(broken)
    return package


def parsed(data: bytes, name: str) -> Element:
    """The root of an XML text. Entities could hide or multiply content, so none are declared."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(
            f"{name} 里面损坏了，读不了。请在 Excel 或 WPS 里打开，另存一份。"
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UsageError(f"{name} 里有不该有的声明，没有读。请另存一份再导入。")
    return root


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name: prefixes and editions of the standard differ."""
    for key, value in element.attrib.items():
        if key == name or str(key).endswith("}" + name):
            return str(value)
    return ""
