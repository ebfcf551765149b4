"""Organisations as trees: around one record, and all of them together."""

from conftest import Project

from generator.relating.catalog import Catalog
from generator.relating.trees import Node, forest, has_trees, outline


def shape(node: Node) -> tuple[str, str, list[object]]:
    return (node.entry.record.name, node.label, [shape(child) for child in node.children])


def around(catalog: Catalog, name: str) -> object:
    entry = catalog.named(name)
    assert entry
    node = outline(catalog, entry)
    return shape(node) if node else None


def family(project: Project) -> Catalog:
    project.record("organizations/a", 名称="街道党工委")
    project.record("organizations/b", 名称="社区党委", 上级="街道党工委")
    project.record("organizations/c", 名称="网格支部", 上级="社区党委")
    project.record("organizations/d", 名称="楼栋小组", 上级="网格支部")
    project.record("organizations/e", 名称="邻社区党委", 上级="街道党工委")
    project.record("organizations/f", 名称="驻地公司", 所在="社区党委", 所属单位="街道党工委")
    project.record("organizations/g", 名称="独立基金")
    return project.catalog()


def test_outline_leads_from_the_top_and_two_levels_down_without_neighbours(
    project: Project,
) -> None:
    catalog = family(project)
    below = ("社区党委", "下级组织", [("驻地公司", "区内单位", []), ("网格支部", "下级组织", [])])
    found = around(catalog, "社区党委")
    assert isinstance(found, tuple)
    assert found[0] == "街道党工委"
    ((name, label, children),) = found[2]
    assert (name, label) == below[:2]
    assert sorted(child[:2] for child in children) == [
        ("网格支部", "下级组织"),
        ("驻地公司", "区内单位"),
    ]
    assert [child[2] for child in children if child[0] == "网格支部"] == [
        [("楼栋小组", "下级组织", [])]
    ]


def test_record_that_stands_alone_has_no_outline(project: Project) -> None:
    assert around(family(project), "独立基金") is None


def test_forest_holds_every_organisation_once(project: Project) -> None:
    trees, alone = forest(family(project))
    (tree,) = trees
    assert tree.entry.record.name == "街道党工委"
    assert tree.size == 6
    assert [entry.record.name for entry in alone] == ["独立基金"]

    def names(node: Node) -> list[str]:
        return [node.entry.record.name, *(name for each in node.children for name in names(each))]

    assert sorted(names(tree)) == sorted(
        ["街道党工委", "社区党委", "网格支部", "楼栋小组", "邻社区党委", "驻地公司"]
    )


def test_larger_trees_come_first(project: Project) -> None:
    family(project)
    project.record("organizations/x", 名称="另一街道")
    project.record("organizations/y", 名称="另一社区", 上级="另一街道")
    trees, _ = forest(project.catalog())
    assert [(tree.entry.record.name, tree.size) for tree in trees] == [
        ("街道党工委", 6),
        ("另一街道", 2),
    ]


def test_some_kind_has_trees() -> None:
    assert has_trees()
