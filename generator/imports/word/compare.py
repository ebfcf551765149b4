"""A second opinion on the text: mammoth reads the same document, and what only it found is told.

mammoth knows nothing of our rules, so a kind of element that our walk does not know would show.
"""

import io
import re
import unicodedata
import zipfile
from collections import Counter

import mammoth

from generator.imports.word.docx import Package
from generator.imports.word.walk import Walked


def missed(package: Package, walked: Walked) -> tuple[str, ...]:
    """Paragraphs of mammoth's that hold text which our walk neither took nor told of."""
    text = mammoth.extract_raw_text(_bare(package)).value
    known = bones(walked.raw)
    boxes = [bones(box) for box in walked.boxes]
    found = []
    for paragraph in re.split(r"\n\n+", text):
        text_only = bones(paragraph)
        if not text_only or text_only in known or any(text_only in box for box in boxes):
            continue
        # A box within a paragraph is read at another place; its characters are there all the same.
        if Counter(text_only) - Counter(known + "".join(boxes)):
            found.append(" ".join(paragraph.split()))
    return tuple(found)


def _bare(package: Package) -> io.BytesIO:
    """The text of the document alone: styles and pictures cost mammoth time and change no text."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("_rels/.rels", package.main, _links_of(package.main)):
            # Read as XML first: a part that our reader refuses must not reach another one.
            if package.xml(name) is not None:
                archive.writestr(name, package.office.read(name))
    target.seek(0)
    return target


def _links_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def bones(text: str) -> str:
    """Letters, digits and Chinese characters only, in plain widths: what surely is the text."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))
