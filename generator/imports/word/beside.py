"""What a document holds beside its text: comments, headers, footers, macros. Told, never taken."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from generator.imports.word.docx import DocxRefused, Link, Package
from generator.imports.word.elements import plain
from generator.imports.word.told import Told


def tell_beside(package: Package, links: Iterable[Link], told: Told) -> None:
    """links: of the document's text."""
    _tell_comments(package, told)
    for each in links:
        if each.type in {"header", "footer"} and not each.is_external:
            root = part_of(package, each.target, told)
            text = "" if root is None else plain(root)
            if re.sub(r"[\W_\d]|第|页|共", "", text):
                told.left_out("页眉" if each.type == "header" else "页脚", text)
    if "word/vbaProject.bin" in package.office:
        told.left_out("宏（程序）")


def _tell_comments(package: Package, told: Told) -> None:
    name = package.beside("comments")
    root = part_of(package, name, told) if name else None
    for each in root if root is not None else ():
        if text := plain(each):
            told.left_out(f"批注（{each.get('w:author', '') or '没有署名'}）", text)


def part_of(package: Package, name: str, told: Told) -> Element | None:
    """The root of a part; None, and a word on it, where it cannot be read."""
    try:
        return package.xml(name)
    except DocxRefused as refused:
        told.left_out(f"文件{refused}")
        return None
