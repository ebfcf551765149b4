"""Our templates, ready to be filled in. The only door to Jinja."""

import marshal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from generator.keeping.beside import keep, kept
from generator.keeping.code import code_key

TEMPLATES = Path(__file__).with_name("templates")
COMPILED = Path(__file__).with_name("__pycache__")
# At hand in every template: to import them would look each of them up anew on every page.
_MACROS = ("components", "photo", "text")


def printed(value: object) -> str:
    """A value as text of a page, as `escape` gives it, in a third of the time.

    Most are texts without anything to escape; there are a hundred on a page, and `escape` would
    make each of them anew, to mark it as HTML.
    """
    if type(value) is Markup:
        return value
    if type(value) is str and not _has_special(value):
        return value
    return escape(value)


def _has_special(text: str) -> bool:
    return "<" in text or "&" in text or ">" in text or '"' in text or "'" in text


class _Compiler(CodeGenerator):
    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.printed(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _Environment(jinja2.Environment):
    code_generator_class = _Compiler
    printed = staticmethod(printed)

    def make_globals(self, d: Any) -> dict[str, Any]:
        """One table of a template's globals; of several in a row, each page would make one."""
        return {**self.globals, **(d or {})}


def templates(compiled: Path = COMPILED) -> jinja2.Environment:
    """Our templates, with all text escaped unless it is marked as HTML.

    compiled: folder where they are kept as code, as Python keeps its modules. Not in the cache of
    the project, which may be shared: what stands there is run.
    """
    return _Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,  # all of them, in a plain table
        bytecode_cache=_Compiled(compiled),
    )


def page_templates(**filters: Any) -> jinja2.Environment:
    """The same with filters, and with the macros that pages share."""
    made = templates()
    made.filters |= filters
    for name in _MACROS:
        made.globals[name] = made.get_template(f"_macros/{name}.j2").module
    return made


def lighten(theme: jinja2.Environment, folders: Sequence[str], compiled: Path = COMPILED) -> None:
    """Spare an engine that lays out by a theme what is the same in each run, or of no use.

    Its templates are kept compiled as ours are. Of the files in `folders`, where the theme is
    found, only those in the first are listed: Material has eleven thousand icons beside.
    """
    theme.bytecode_cache = _CompiledTheme(compiled)
    theme.loader = _FirstTold(folders)


class _FirstTold(jinja2.FileSystemLoader):
    def list_templates(self) -> list[str]:
        return jinja2.FileSystemLoader(self.searchpath[:1]).list_templates()


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates in a folder.

    Jinja works out at once what is constant, also by functions of ours, so what was compiled is of
    use to the same code only.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        code = kept(self._path(bucket), _head(bucket))
        with suppress(EOFError, ValueError, TypeError):  # it was cut short
            bucket.code = marshal.loads(code) if code else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        keep(self._path(bucket), _head(bucket), marshal.dumps(bucket.code))

    def _path(self, bucket: Bucket) -> Path:
        return self.folder / f"{bucket.key}.{sys.implementation.cache_tag}.jinja"


class _CompiledTheme(_Compiled):
    """By name alone: all projects here have much the same theme, wherever they lie."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return super().get_cache_key(name)


def _head(bucket: Bucket) -> bytes:
    return f"{code_key()} {bucket.checksum}\n".encode()
