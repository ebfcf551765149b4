"""The models. One file a record kind; every file beside this one is read, so a new kind is
one new file here and one template of the same name.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from generator.models.record import Record

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")


def _kinds(base: type[Record]) -> Iterator[type[Record]]:
    for model in base.__subclasses__():
        if model.kind:
            yield model
        yield from _kinds(model)


KINDS: dict[str, type[Record]] = {
    model.kind: model for model in sorted(_kinds(Record), key=lambda m: (m.menu_order, m.kind))
}
FOLDERS: dict[str, type[Record]] = {model.folder: model for model in KINDS.values()}

__all__ = ["FOLDERS", "KINDS", "Record"]
