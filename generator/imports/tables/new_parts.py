"""New parts for an Office file: a name, a content type, and the relation that leads to each."""

import posixpath

from lxml import etree

from generator.imports.package import Package

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"


class NewParts:
    """Adds to a package; `finish` when all is added."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.types = package.xml(_TYPES)

    def finish(self) -> None:
        self.package.change(_TYPES, self.types)

    def free_name(self, pattern: str) -> str:
        """The pattern with the first number that no part has."""
        number = 1
        while pattern.format(number) in self.package:
            number += 1
        return pattern.format(number)

    def set_type(self, part: str, content_type: str) -> None:
        space = etree.QName(self.types).namespace
        made = etree.SubElement(self.types, f"{{{space}}}Override", PartName=f"/{part}")
        made.set("ContentType", content_type)

    def set_default_type(self, extension: str, content_type: str) -> None:
        """For all parts whose name ends so, unless they have one."""
        known = {each.get("Extension", "").lower() for each in self.types}
        if extension not in known:
            space = etree.QName(self.types).namespace
            made = etree.Element(f"{{{space}}}Default", Extension=extension)
            made.set("ContentType", content_type)
            self.types.insert(0, made)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation of a part; returns its id."""
        folder, name = posixpath.split(part)
        rels = f"{folder}/_rels/{name}.rels"
        if rels in self.package:
            root = self.package.xml(rels)
        else:
            root = etree.Element(f"{{{_PACKAGE}}}Relationships", nsmap={None: _PACKAGE})
        taken = {each.get("Id") for each in root}
        number = 1
        while f"rIdZ{number}" in taken:
            number += 1
        made = etree.SubElement(root, f"{{{_PACKAGE}}}Relationship", Id=f"rIdZ{number}")
        made.set("Type", f"{OFFICE}/{kind}")
        made.set("Target", f"/{target}")
        self.package.change(rels, root)
        return f"rIdZ{number}"
