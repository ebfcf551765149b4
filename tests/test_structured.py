"""What pages say to machines is true, complete and harmless."""

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from conftest import WEBSITE, Project
from pyld import jsonld

from generator.models import KINDS
from generator.models.values import PartialDate
from generator.rendering.structured import home_data, iso_date, list_data, record_data, script_text

HOME = "https://zhanting.example/"
SCHEMA = "https://schema.org/"
PAGE = {
    "@type": "WebPage",
    "inLanguage": "zh-CN",
    "isPartOf": {"@type": "WebSite", "name": "测试网站", "url": HOME},
    "publisher": {"@type": "Organization", "name": "测试组"},
    "citation": [{"@type": "CreativeWork", "name": "某报"}],
}


@pytest.fixture
def addressed(project: Project) -> Project:
    """A project whose website has an address."""
    project.write("website.yml", WEBSITE + f"网址: {HOME}\n")
    return project


def data_of(project: Project, permalink: str, image: str = "") -> dict[str, Any]:
    catalog = project.catalog()
    entry = next(entry for entry in catalog.entries if entry.permalink == permalink)
    return record_data(catalog, entry, image)


def node_of(project: Project, permalink: str) -> dict[str, Any]:
    """The record's own node, without its page."""
    node = dict(data_of(project, permalink)["@graph"][0])
    del node["mainEntityOfPage"]
    return node


def expanded(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The data as a JSON-LD processor understands them."""

    def context(url: str, options: object) -> dict[str, Any]:
        assert url == "https://schema.org"
        document = {"@context": {"@vocab": SCHEMA, "id": "@id"}}
        return {"contextUrl": None, "documentUrl": url, "document": document}

    found: list[dict[str, Any]] = jsonld.expand(
        json.loads(script_text(data)), {"documentLoader": context}
    )
    return found


# ---------------------------------------------------------------- each kind


def test_site(addressed: Project) -> None:
    addressed.record(
        "sites/bailu",
        简称="驿站",
        别名="[白鹭之家, 驿站]",
        主题="[两新组织, 志愿服务]",
        地区="山东 济南 历城区",
        地址="石榴路18号",
        核对日期="2026-11-20",
    )
    assert data_of(addressed, "sites/bailu/", "https://zhanting.example/a.webp") == {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Place",
                "@id": f"{HOME}sites/bailu/",
                "url": f"{HOME}sites/bailu/",
                "name": "白鹭驿站",
                "description": "一句话。",
                "alternateName": ["驿站", "白鹭之家"],
                "keywords": ["两新组织", "志愿服务"],
                "image": "https://zhanting.example/a.webp",
                "address": {
                    "@type": "PostalAddress",
                    "addressCountry": "CN",
                    "addressRegion": "山东",
                    "addressLocality": "济南 历城区",
                    "streetAddress": "石榴路18号",
                },
                "mainEntityOfPage": {
                    **PAGE,
                    "url": f"{HOME}sites/bailu/",
                    "dateModified": "2026-11-20",
                },
            },
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": 1, "name": "首页", "item": HOME},
                    {
                        "@type": "ListItem",
                        "position": 2,
                        "name": "示范点",
                        "item": f"{HOME}sites/",
                    },
                    {
                        "@type": "ListItem",
                        "position": 3,
                        "name": "白鹭驿站",
                        "item": f"{HOME}sites/bailu/",
                    },
                ],
            },
        ],
    }


def test_member(addressed: Project) -> None:
    addressed.record("members/zhangsan", 地区="山东")
    assert node_of(addressed, "members/zhangsan/") == {
        "@type": "Person",
        "@id": f"{HOME}members/zhangsan/",
        "url": f"{HOME}members/zhangsan/",
        "name": "张三",
        "description": "一句话。",
        "jobTitle": "一位党员",
        "workLocation": {
            "@type": "Place",
            "name": "山东",
            "address": {
                "@type": "PostalAddress",
                "addressCountry": "CN",
                "addressRegion": "山东",
            },
        },
    }


def test_activity(addressed: Project) -> None:
    addressed.record("sites/bailu")
    addressed.record(
        "activities/dushuhui",
        日期="2024-05-13",
        结束日期="2024-05",
        地点="白鹭驿站",
        地区="山东 济南",
        主办="[胶南街道]",
        主题="读书",
    )
    assert node_of(addressed, "activities/dushuhui/") == {
        "@type": "Event",
        "@id": f"{HOME}activities/dushuhui/",
        "url": f"{HOME}activities/dushuhui/",
        "name": "读书会",
        "description": "一句话。",
        "keywords": "读书",
        "startDate": "2024-05-13",
        "endDate": "2024-05",
        "location": {"@type": "Place", "name": "白鹭驿站", "url": f"{HOME}sites/bailu/"},
        "organizer": {"@type": "Organization", "name": "胶南街道"},
    }


def test_brand(addressed: Project) -> None:
    addressed.record("organizations/bailu")
    addressed.record("brands/jvzhen", 名称="矩阵", 类型="工作体系")
    addressed.record(
        "brands/hongfan", 地区="山东 济南", 所属="[白鹭社区, 胶南街道]", 上级品牌="[矩阵]"
    )
    assert node_of(addressed, "brands/hongfan/") == {
        "@type": "CreativeWork",
        "@id": f"{HOME}brands/hongfan/",
        "url": f"{HOME}brands/hongfan/",
        "name": "红帆",
        "description": "一句话。",
        "creator": [
            {"@type": "Organization", "name": "白鹭社区", "url": f"{HOME}organizations/bailu/"},
            {"@type": "Organization", "name": "胶南街道"},
        ],
        "isPartOf": {"@type": "CreativeWork", "name": "矩阵", "url": f"{HOME}brands/jvzhen/"},
        "spatialCoverage": {
            "@type": "Place",
            "name": "山东 济南",
            "address": {
                "@type": "PostalAddress",
                "addressCountry": "CN",
                "addressRegion": "山东",
                "addressLocality": "济南",
            },
        },
    }


def test_organization(addressed: Project) -> None:
    addressed.record("organizations/street", 名称="胶南街道", 类型="街道")
    addressed.record("organizations/bailu", 上级="胶南街道", 成立="2017-05", 地址="石榴路18号")
    assert node_of(addressed, "organizations/bailu/") == {
        "@type": "Organization",
        "@id": f"{HOME}organizations/bailu/",
        "url": f"{HOME}organizations/bailu/",
        "name": "白鹭社区",
        "description": "一句话。",
        "parentOrganization": {
            "@type": "Organization",
            "name": "胶南街道",
            "url": f"{HOME}organizations/street/",
        },
        "foundingDate": "2017-05",
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "CN",
            "streetAddress": "石榴路18号",
        },
    }


def test_agreement(addressed: Project) -> None:
    addressed.record("agreements/gongjian", 日期="2018-06")
    assert node_of(addressed, "agreements/gongjian/") == {
        "@type": "CreativeWork",
        "@id": f"{HOME}agreements/gongjian/",
        "url": f"{HOME}agreements/gongjian/",
        "name": "共建协议书",
        "description": "一句话。",
        "dateCreated": "2018-06",
    }


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_kind_is_understood_by_a_json_ld_processor(
    addressed: Project, kind: type[Any]
) -> None:
    addressed.record(f"{kind.folder}/a")
    record, breadcrumb = expanded(data_of(addressed, f"{kind.folder}/a/"))
    assert record["@id"] == f"{HOME}{kind.folder}/a/"
    assert record["@type"] == [SCHEMA + kind.schema_type]
    assert record[f"{SCHEMA}description"] == [{"@value": "一句话。"}]
    assert breadcrumb["@type"] == [f"{SCHEMA}BreadcrumbList"]
    # A property that the context does not know would be dropped in silence: all are there.
    assert len(record) == len(data_of(addressed, f"{kind.folder}/a/")["@graph"][0])


# ---------------------------------------------------------------- what is told of it


def test_event_without_a_place_is_located_in_its_region(project: Project) -> None:
    project.record("activities/a", 地区="山东 济南")
    assert node_of(project, "activities/a/")["location"] == {
        "@type": "Place",
        "name": "山东 济南",
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "CN",
            "addressRegion": "山东",
            "addressLocality": "济南",
        },
    }


def test_place_that_is_no_record_has_the_type_that_it_would_have_as_one(project: Project) -> None:
    project.record("activities/a", 地点="万达广场", 地区="山东 济南")
    assert node_of(project, "activities/a/")["location"] == {"@type": "Place", "name": "万达广场"}


def test_sources_are_cited_as_far_as_they_are_known(project: Project) -> None:
    project.record(
        "sites/a",
        """\
        来源:
          - {标题: 甲, 媒体: 某某日报, 日期: 2018-07-12, 网址: "https://example.org/a"}
          - {标题: 乙, 日期: --05-19}
        """,
    )
    page = data_of(project, "sites/a/")["@graph"][0]["mainEntityOfPage"]
    assert page["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "甲",
            "publisher": {"@type": "Organization", "name": "某某日报"},
            "datePublished": "2018-07-12",
            "url": "https://example.org/a",
        },
        {"@type": "CreativeWork", "name": "乙"},
    ]


def test_without_an_address_there_is_nothing_relative(project: Project) -> None:
    project.write("website.yml", WEBSITE)
    project.record("sites/bailu")
    project.record("activities/dushuhui", 地点="白鹭驿站")
    data = data_of(project, "activities/dushuhui/")
    website = {"@type": "WebSite", "name": "测试网站"}
    assert data == {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Event",
                "name": "读书会",
                "description": "一句话。",
                "location": {"@type": "Place", "name": "白鹭驿站"},
                "mainEntityOfPage": {**PAGE, "isPartOf": website},
            }
        ],
    }


def test_notes_and_consents_never_get_in(addressed: Project) -> None:
    addressed.record(
        "sites/a",
        """\
        备注: 内部备注
        编者注: 编者的话
        核对人: 李四
        来源:
          - {标题: 甲, 说明: 说明文字}
        """,
    )
    text = script_text(data_of(addressed, "sites/a/"))
    assert not [word for word in ("内部备注", "编者的话", "李四", "说明文字") if word in text]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2018-06-27", "2018-06-27"),
        ("2018-06", "2018-06"),
        ("2018", "2018"),
        ("2017年底", "2017"),
        ("2017年起", "2017"),
        ("2018年前", ""),
        ("2018年后", ""),
        ("2017-12~", ""),
        ("--05-19", ""),
        ("5月", ""),
    ],
)
def test_date_is_told_only_as_far_as_it_is_sure(written: str, told: str) -> None:
    assert iso_date(PartialDate.parse(written)) == told


def test_no_date_is_empty() -> None:
    assert iso_date(None) == ""


# ---------------------------------------------------------------- lists and home


def test_list_names_its_records_in_order(addressed: Project) -> None:
    addressed.record("sites/b", 名称="乙")
    addressed.record("sites/a", 名称="甲")
    catalog = addressed.catalog()
    assert list_data(catalog.website, "示范点", "sites/", catalog.entries) == {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "@id": f"{HOME}sites/",
        "url": f"{HOME}sites/",
        "name": "示范点",
        "inLanguage": "zh-CN",
        "isPartOf": {"@type": "WebSite", "name": "测试网站", "url": HOME},
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": 2,
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "甲", "url": f"{HOME}sites/a/"},
                {"@type": "ListItem", "position": 2, "name": "乙", "url": f"{HOME}sites/b/"},
            ],
        },
    }


def test_home_says_who_publishes(addressed: Project) -> None:
    addressed.write(
        "website.yml", WEBSITE + f"网址: {HOME}\n许可网址: https://example.org/licence\n"
    )
    assert home_data(addressed.catalog().website) == {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "@id": HOME,
        "url": HOME,
        "name": "测试网站",
        "description": "用来测试。",
        "license": "https://example.org/licence",
        "inLanguage": "zh-CN",
        "publisher": {"@type": "Organization", "name": "测试组"},
    }


def test_home_without_an_address(project: Project) -> None:
    project.write("website.yml", WEBSITE)
    data = home_data(project.catalog().website)
    assert "url" not in data
    assert "@id" not in data
    assert expanded(data)[0]["@type"] == [f"{SCHEMA}WebSite"]


# ---------------------------------------------------------------- in the page


class Scripts(HTMLParser):
    """What a browser finds: the elements of a page and the text of its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    "hostile",
    ["</script><b>", "<!--<script>", "]]>&lt;/script&gt;", "\u2028\u2029", '"\\', "</SCRIPT\n>"],
)
def test_hostile_text_cannot_leave_its_script(hostile: str) -> None:
    data = {"name": hostile, hostile: ["好"]}
    text = script_text(data)
    page = Scripts()
    page.feed(f'<script type="application/ld+json">{text}</script>')
    assert (page.found, page.text) == (["script"], text)
    assert json.loads(page.text) == data
    assert not set("<>&\u2028\u2029") & set(text)


def test_text_of_a_script_is_compact_and_always_in_one_order() -> None:
    assert script_text({"b": "中", "a": [1, 2]}) == '{"a":[1,2],"b":"中"}'
