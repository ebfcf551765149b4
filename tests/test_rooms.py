"""The modules of the generator stand one above the other: none reaches itself through its imports.

What is imported inside a function counts too; what is imported for types alone does not.
"""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import generator

HOME = Path(generator.__file__).parent
MODULES = {
    ".".join(("generator", *path.relative_to(HOME).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in HOME.rglob("*.py")
}


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        yield from imported(node)


@pytest.fixture(scope="module")
def arrows() -> dict[str, set[str]]:
    """Module → the modules of ours that it imports."""
    return {
        name: set(imported(ast.parse(path.read_text(encoding="utf-8")))) & MODULES.keys() - {name}
        for name, path in MODULES.items()
    }


def test_no_module_reaches_itself(arrows: dict[str, set[str]]) -> None:
    try:
        order = list(TopologicalSorter(arrows).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(reversed(error.args[1])))
    stages = ["messages", "errors", "reading.load", "content", "pipeline", "mkdocs_hook"]
    found = [order.index(f"generator.{stage}") for stage in stages]
    assert found == sorted(found)


@pytest.mark.parametrize(("one", "other"), [("word", "tables"), ("tables", "word")])
def test_readers_of_imports_know_nothing_of_each_other(
    arrows: dict[str, set[str]], one: str, other: str
) -> None:
    here = {name for name in arrows if name.startswith(f"generator.imports.{one}.")}
    assert here
    for name in here:
        assert not [to for to in arrows[name] if to.startswith(f"generator.imports.{other}.")]
