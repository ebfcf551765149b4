"""The bytes of an attachment → the texts in it, also those that a reader does not see.

Hidden sheets, comments, deleted passages and the files inside a file count: all are published with
it. Unpacking is bounded, so that a small file cannot become a large one.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_UNPACKED_BYTES = 128 * 1024 * 1024
MAX_MEMBERS = 20_000
MAX_DEPTH = 3
_OFFICE = frozenset({".docx", ".xlsx", ".pptx"})
_PLAIN = frozenset({".txt", ".csv", ".md"})
# Elements of WordprocessingML, SpreadsheetML and DrawingML after which another text begins. Runs
# of one paragraph are one text: a number is often parted between them.
_ENDS = frozenset({"p", "br", "tab", "c", "si", "row", "comment", "text"})
# Attributes that hold words of a person: descriptions of pictures, targets of links, sheet names.
_WORDS = frozenset({"descr", "title", "Target", "name"})
# Numbers in two cells must not be read as one.
_APART = "；\n"

Texts = Iterator[tuple[str, str]]


class Unsearchable(Exception):
    """A file, or a part of it, that cannot be read; `reason` says why, in Chinese."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def texts_in(name: str, data: bytes) -> Texts:
    """(where in the file, text) of everything written in it; raises `Unsearchable`.

    where: such as 第 3 页; empty where the format knows no place.
    """
    yield from _Search().file(name, data, 0)


class _Search:
    """One attachment; counts what was unpacked of it so far."""

    def __init__(self) -> None:
        self._unpacked = 0
        self._members = 0

    def file(self, name: str, data: bytes, depth: int) -> Texts:
        suffix = PurePosixPath(name.lower()).suffix
        if suffix == ".pdf":
            yield from _pdf(data)
        elif suffix in _OFFICE or suffix == ".zip":
            if depth > MAX_DEPTH:
                raise Unsearchable("里面一层套一层的文件太多")
            yield from self._archive(data, depth, is_office=suffix in _OFFICE)
        elif suffix in _PLAIN:
            yield "", _decoded(data)

    def _archive(self, data: bytes, depth: int, *, is_office: bool) -> Texts:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for member in archive.infolist():
                    if not is_office:
                        yield "文件名", member.filename
                    if not member.is_dir():
                        yield from self._member(archive, member, depth, is_office=is_office)
        except (zipfile.BadZipFile, EOFError, ValueError, OSError) as error:
            raise Unsearchable("文件损坏") from error
        except (RuntimeError, NotImplementedError) as error:
            raise Unsearchable("文件加了密，或用了少见的压缩方法") from error

    def _member(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int, *, is_office: bool
    ) -> Texts:
        name = member.filename
        suffix = PurePosixPath(name.lower()).suffix
        if suffix in {".xml", ".rels"} and is_office:
            where = "批注" if "comment" in name.lower() else ""
            yield from ((where, text) for text in _xml(self._read(archive, member)))
        elif suffix in _OFFICE | _PLAIN | {".pdf", ".zip"}:
            inside = self.file(name, self._read(archive, member), depth + 1)
            yield from ((f"里面的 {PurePosixPath(name).name}", text) for _, text in inside)

    def _read(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
        self._members += 1
        left = MAX_UNPACKED_BYTES - self._unpacked
        with archive.open(member) as file:
            # The size that an archive declares may be a lie.
            data = file.read(left + 1)
        self._unpacked += len(data)
        if self._unpacked > MAX_UNPACKED_BYTES or self._members > MAX_MEMBERS:
            raise Unsearchable("解压以后太大")
        return data


def _xml(data: bytes) -> Iterator[str]:
    """The text of one part of an office file, and the words in its attributes."""
    said: list[str] = []
    words: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        words.extend(value for key, value in attributes.items() if _local(key) in _WORDS)

    def end(name: str) -> None:
        if _local(name) in _ENDS:
            said.append(_APART)

    def refuse(*_: object) -> None:
        # No office program writes a document type; entities, which multiply, need one.
        raise Unsearchable("里面有不该有的内容（DOCTYPE）")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = said.append
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Unsearchable("文件损坏") from error
    yield "".join(said)
    yield _APART.join(words)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


# pypdf meets damage with whatever the damaged place led to.
_DAMAGE = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError)


def _pdf(data: bytes) -> Texts:
    # Takes its time to load, and most websites have no such file.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        is_open = not reader.is_encrypted or bool(reader.decrypt(""))
        if is_open:
            yield from _pdf_texts(reader)
    except (PyPdfError, *_DAMAGE) as error:
        raise Unsearchable("文件损坏") from error
    except (RecursionError, NotImplementedError) as error:
        raise Unsearchable("文件的写法太复杂") from error
    if not is_open:
        raise Unsearchable("文件加了密")


def _pdf_texts(reader: "PdfReader") -> Texts:
    for value in (reader.metadata or {}).values():
        yield "文件属性", str(value)
    for number, page in enumerate(reader.pages, 1):
        yield f"第 {number} 页", page.extract_text()
        for note in page.get("/Annots") or ():
            yield f"第 {number} 页的批注", str(note.get_object().get("/Contents") or "")


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-16", errors="replace")
