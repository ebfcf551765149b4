"""Elements of a document by what they show: which hold others, which show nothing, what text."""

from xml.etree.ElementTree import Element

from generator.imports.word.docx import first

# Elements that only hold others, and those that show nothing by themselves.
THROUGH = {
    *("w:smartTag", "w:customXml", "w:ins", "w:moveTo", "w:dir", "w:bdo", "w:sdtContent"),
    *("w:rubyBase", "w:hyperlink"),
}
SILENT = {
    *("w:pPr", "w:rPr", "w:sectPr", "w:proofErr", "w:bookmarkStart", "w:bookmarkEnd"),
    *("w:commentRangeStart", "w:commentRangeEnd", "w:lastRenderedPageBreak", "w:annotationRef"),
    *("w:footnoteRef", "w:endnoteRef", "w:separator", "w:continuationSeparator", "w:permStart"),
    *("w:permEnd", "w:moveFromRangeStart", "w:moveFromRangeEnd", "w:moveToRangeStart"),
    *("w:moveToRangeEnd", "w:pgNum", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:softHyphen"),
    *("w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "w:tblPrEx", "w:delInstrText"),
    *("w:customXmlInsRangeStart", "w:customXmlInsRangeEnd", "w:customXmlDelRangeStart"),
    *("w:customXmlDelRangeEnd", "w:fldData", "w:ffData", "w:contentPart"),
}


def plain(element: Element) -> str:
    """All text below an element, one line a paragraph, of each drawing one rendering."""
    parts: list[str] = []
    _gather(element, parts)
    return "".join(parts).strip()


def _gather(element: Element, parts: list[str]) -> None:
    if element.tag in {"w:del", "w:moveFrom", "w:instrText", "w:delText"}:
        return
    if element.tag == "mc:AlternateContent":
        if (found := chosen(element)) is not None:
            _gather(found, parts)
        return
    if element.tag in {"w:t", "m:t"}:
        parts.append(element.text or "")
    elif element.tag in {"w:tab", "w:br", "w:cr"}:
        parts.append(" ")
    for child in element:
        _gather(child, parts)
    if element.tag == "w:p":
        parts.append("\n")


def chosen(element: Element) -> Element | None:
    """One of the renderings of the same thing: the new one, or the old where there is no new."""
    choice = first(element, "mc:Choice")
    return choice if choice is not None else first(element, "mc:Fallback")


def formula(element: Element) -> str:
    """The signs of an equation, without how they stand to one another."""
    return "".join(each.text or "" for each in element.iter("m:t"))
