"""What is written anywhere in an attachment is read; what cannot be read says so, and soon."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from generator.checks import attachment_text
from generator.checks.attachment_search import is_declared, search
from generator.checks.attachment_text import Unsearchable, texts_in
from generator.checks.personal_data import findings

NUMBER = "13800138000"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(**parts: str | bytes) -> bytes:
    """A ZIP of parts; `word__document` is word/document.xml."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return file.getvalue()


def docx(inside: str, part: str = "word__document") -> bytes:
    return packed(**{part: f"<w:document {W}><w:body>{inside}</w:body></w:document>"})


def sheet(value: object, *, hidden: bool = False, comment: str = "") -> bytes:
    book = Workbook()
    book.active["A1"] = "名单"
    other = book.create_sheet("另一张")
    other["B2"] = value
    other["C2"] = 150
    if hidden:
        other.sheet_state = "hidden"
    if comment:
        other["B2"].comment = Comment(comment, "编辑")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def pdf(text: str, password: str = "") -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    stream = StreamObject()
    stream.set_data(f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET".encode())
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def inside_zip(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, data)
    return file.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


FILES = {
    "paragraph": ("a.docx", docx(f"<w:p>{run('电话' + NUMBER)}</w:p>")),
    "runs": ("a.docx", docx(f"<w:p>{run('1380')}{run('0138')}{run('000')}</w:p>")),
    "deleted": (
        "a.docx",
        docx(f"<w:p><w:del><w:r><w:delText>{NUMBER}</w:delText></w:r></w:del></w:p>"),
    ),
    "comment": ("a.docx", docx(f"<w:p>{run(NUMBER)}</w:p>", "word__comments")),
    "header": ("a.docx", docx(f"<w:p>{run(NUMBER)}</w:p>", "word__header1")),
    "picture": ("a.docx", docx(f'<w:p><w:docPr descr="手机{NUMBER}"/></w:p>')),
    "properties": ("a.docx", packed(docProps__core=f"<a><subject>{NUMBER}</subject></a>")),
    "slide": ("a.pptx", packed(ppt__slides__slide1=f"<a><p><t>{NUMBER}</t></p></a>")),
    "notes": ("a.pptx", packed(ppt__notesSlides__n1=f"<a><p><t>{NUMBER}</t></p></a>")),
    "cell": ("a.xlsx", sheet(f"手机 {NUMBER}")),
    "number": ("a.xlsx", sheet(int(NUMBER))),
    "hidden sheet": ("a.xlsx", sheet(NUMBER, hidden=True)),
    "cell comment": ("a.xlsx", sheet("甲", comment=NUMBER)),
    "pdf": ("a.pdf", pdf(f"Tel {NUMBER}")),
    "zip": ("a.zip", inside_zip("名单.csv", f"张三,{NUMBER}".encode("gb18030"))),
    "name in zip": ("a.zip", inside_zip(f"{NUMBER}.jpg", b"")),
    "docx in zip": ("a.zip", inside_zip("a.docx", docx(f"<w:p>{run(NUMBER)}</w:p>"))),
}


@pytest.mark.parametrize("which", FILES)
def test_a_number_is_found_wherever_it_stands(which: str) -> None:
    name, data = FILES[which]
    found = [each.key for _, text in texts_in(name, data) for each in findings(text)]
    assert set(found) == {NUMBER}


def test_cells_are_not_read_as_one_number() -> None:
    book = Workbook()
    book.active.append([138, "0013", 8000])
    file = io.BytesIO()
    book.save(file)
    assert [f for _, text in texts_in("a.xlsx", file.getvalue()) for f in findings(text)] == []


def test_the_page_of_a_pdf_is_told() -> None:
    assert ("第 1 页", f"Tel {NUMBER}") in list(texts_in("a.pdf", pdf(f"Tel {NUMBER}")))


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
UNREADABLE = {
    "encrypted pdf": ("a.pdf", pdf("x", password="secret"), "加了密"),
    "damaged pdf": ("a.pdf", b"%PDF-1.7\n" + bytes(2000), "损坏"),
    "damaged zip": ("a.zip", b"PK\x03\x04" + bytes(200), "损坏"),
    "damaged xml": ("a.docx", packed(word__document="<a><b>"), "损坏"),
    "entities": ("a.docx", packed(word__document=BOMB), "DOCTYPE"),
    "entities in UTF-16": ("a.docx", packed(word__document=BOMB.encode("utf-16")), "DOCTYPE"),
}


@pytest.mark.parametrize("which", UNREADABLE)
def test_what_cannot_be_read_says_why(which: str) -> None:
    name, data, reason = UNREADABLE[which]
    with pytest.raises(Unsearchable) as refused:
        list(texts_in(name, data))
    assert reason in refused.value.reason


def test_an_encrypted_member_says_so() -> None:
    data = bytearray(inside_zip("a.txt", b"123"))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[6] |= 1
    with pytest.raises(Unsearchable) as refused:
        list(texts_in("a.zip", bytes(data)))
    assert "加了密" in refused.value.reason


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachment_text, "MAX_UNPACKED_BYTES", 1 << 20)
    data = packed(word__document=b"<a>" + bytes(b" " * (2 << 20)) + b"</a>")
    assert len(data) < 10_000
    with pytest.raises(Unsearchable) as refused:
        list(texts_in("a.docx", data))
    assert "太大" in refused.value.reason


def test_files_in_files_in_files_end() -> None:
    data = inside_zip("a.txt", b"")
    for _ in range(6):
        data = inside_zip("a.zip", data)
    with pytest.raises(Unsearchable) as refused:
        list(texts_in("a.zip", data))
    assert "一层套一层" in refused.value.reason


# ---------------------------------------------------------------- in a process of its own


def test_what_was_found_is_kept_without_the_number(tmp_path: Path) -> None:
    name, data = FILES["comment"]
    found = search(name, data, tmp_path)
    (held,) = found.held
    assert (held.masked, held.where, found.unsearched) == ("138****8000", "批注", "")
    assert is_declared(held, data, [NUMBER])
    assert not is_declared(held, data, ["13800138001"])
    (kept,) = tmp_path.iterdir()
    assert NUMBER not in kept.read_text(encoding="utf-8")
    assert search(name, data, tmp_path) == found


def test_a_damaged_note_is_made_anew(tmp_path: Path) -> None:
    name, data = FILES["paragraph"]
    found = search(name, data, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_text("{", encoding="utf-8")
    assert search(name, data, tmp_path) == found
