"""A Hugo project that makes the website of a province (corpus.py): the peer to measure against.

The layouts stand in hugo/layouts: the same pages with the same facts, lists, backlinks, feeds,
tables and machine-readable data as ours. This file writes what those layouts read: one Markdown
file a record, whose front matter holds the record's fields. Whatever Hugo could only work out
slowly is worked out here, unmeasured, to its advantage: which references a record holds, the
addresses of links in its body, the first letter of its pinyin, and which terms have a list.

The plain project (hugo_plain/layouts) is the least that anybody would call such a website: text,
lists of kinds, and one file of JSON to search in.
"""

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from corpus import ADDRESS, PAGES, WEBSITE, Corpus, Fields, Record
from pypinyin import Style, lazy_pinyin

HERE = Path(__file__).parent
PER_YEAR_PAGE = 100
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_LINK = re.compile(r"\]\(([^()]+)\)")

# folder: (label, counter, schema.org type, facets, organisations are drawn around it)
KINDS: dict[str, tuple[str, str, str, dict[str, str], bool]] = {
    "sites": ("示范点", "个", "Place", {"owner": "所属"}, False),
    "members": ("先锋人物", "位", "Person", {"posts": "任职"}, False),
    "activities": ("活动", "场", "Event", {"hosts": "主办", "year": "年份"}, False),
    "brands": ("品牌", "个", "CreativeWork", {"owners": "所属"}, True),
    "organizations": ("组织", "个", "Organization", {"parent": "上级"}, True),
    "agreements": ("共建协议", "份", "CreativeWork", {"parties": "各方", "year": "年份"}, True),
}
_FACETS = {"type": "类型", "region": "地区", "topics": "主题"}
# folder: its facts, as (field, how it is printed, unit)
FACTS: dict[str, str] = {
    "sites": "地区 所属:ref 建设单位:ref 面积::平方米 启用:date 开放时间 地址 功能 品牌:ref",
    "members": "地区 政治面貌",
    "activities": "地区 频次 地点:ref 主办:ref 承办:ref 参与单位:ref 人数::人 主旨 品牌:ref",
    "brands": "地区 所属:ref 参与单位:ref 目标 起始:date 范围 上级品牌:ref",
    "organizations": "地区 性质 上级:ref 所属单位:ref 所在:ref 培育单位:ref 成立:date 业务 地址",
    "agreements": "地区 形式 文件 目标",
}
# folder: its references, as field → what the page that is named calls it
_INVERSES: dict[str, dict[str, str]] = {
    "sites": {"所属": "阵地与示范点", "建设单位": "参与建设的阵地", "品牌": "落地阵地"},
    "members": {"任职.单位": "相关人物"},
    "activities": {
        "地点": "在此举办的活动", "主办": "主办的活动", "承办": "承办的活动",
        "参与单位": "参与的活动", "人物.姓名": "参加的活动", "品牌": "相关活动",
    },
    "brands": {"所属": "品牌与工作法", "参与单位": "参与的品牌", "上级品牌": "组成"},
    "organizations": {
        "上级": "下级组织", "所属单位": "所建组织", "所在": "区内单位", "培育单位": "培育企业",
    },
    "agreements": {"各方.单位": "参加的协议"},
}  # fmt: skip
_OF_ALL = {"言论.人物": "言论", "对话.发言.人物": "参加的对话", "关系.对象": "被借鉴"}
_AROUND = ("各方.单位", "所属", "参与单位", "上级", "所属单位", "所在", "培育单位")
OTHER_PAGES = {
    "timeline": "时间线", "names": "名录", "tree": "组织树", "statistics": "统计",
    "data": "订阅与下载",
}  # fmt: skip
_HIDDEN = ("名称", "摘要", "简称", "曾用网址名")


def write_hugo(corpus: Corpus, project: Path, theme: Path, shares: Mapping[str, str]) -> None:
    """The whole project, but for the pictures in static/assets/share.

    theme: our theme's folder, whose scripts and styles it uses. shares: permalink → picture.
    """
    shutil.copytree(HERE / "hugo" / "layouts", project / "layouts")
    shutil.copytree(theme / "assets" / "javascripts", project / "assets" / "javascripts")
    shutil.copytree(theme / "assets" / "stylesheets", project / "assets" / "stylesheets")
    shutil.copytree(theme / "assets" / "images", project / "static" / "assets" / "images")
    records = list(corpus.records())
    addresses = {name: f"/{r.folder}/{r.slug}/" for r in records for name in _names(r)}
    shared = _shared_terms(records)
    config = _config() | {"params": _params(shares.get("", ""))}
    _dump(project / "hugo.yaml", config)
    years: Counter[str] = Counter()
    letters = set()
    for record in records:
        front = _front(record, shared) | {
            "share": shares.get(f"{record.folder}/{record.slug}/", "")
        }
        letters.add(front["letter"])
        years.update(_years(record))
        body = _LINK.sub(lambda link: f"]({addresses[link[1]]})", record.body)
        _page(project, f"{record.folder}/{record.slug}", front, body)
    for folder, (label, *_) in KINDS.items():
        outputs = ["html", "atom", "csv", "list"]
        outputs += ["ics"] if folder == "activities" else []
        # As ours: beyond so many records a list is no longer combined in place.
        outputs += ["cards"] if corpus.counts[folder] <= 2000 else []
        _page(project, f"{folder}/_index", {"title": label, "outputs": outputs})
    _write_others(project, years, letters)


def write_plain(corpus: Corpus, project: Path) -> None:
    """The least: text, lists of kinds, one file to search in."""
    shutil.copytree(HERE / "hugo_plain" / "layouts", project / "layouts")
    config = _config()
    for name in ("taxonomies", "permalinks"):
        del config[name]
    config["disableKinds"] = ["taxonomy", "term", "rss"]
    config["outputs"] = {"home": ["html", "search"], "section": ["html"]}
    _dump(project / "hugo.yaml", config | {"params": _params("")})
    records = list(corpus.records())
    addresses = {name: f"/{r.folder}/{r.slug}/" for r in records for name in _names(r)}
    for record in records:
        front = {"title": record.name, "description": record.fields["摘要"]}
        body = _LINK.sub(lambda link: f"]({addresses[link[1]]})", record.body)
        _page(project, f"{record.folder}/{record.slug}", front | _dates(record), body)
    for folder, (label, *_) in KINDS.items():
        _page(project, f"{folder}/_index", {"title": label})


def _config() -> dict[str, Any]:
    facets = [f"{folder}_{facet}" for folder in KINDS for facet in _facets(folder)]
    website = yaml.safe_load(WEBSITE)
    return {
        "baseURL": ADDRESS,
        "title": website["网站名称"],
        "locale": "zh-CN",
        "hasCJKLanguage": True,
        "titleCaseStyle": "none",
        "capitalizeListTitles": False,
        "pluralizeListTitles": False,
        "enableRobotsTXT": True,
        "disableKinds": ["taxonomy", "rss"],
        "pagination": {"pagerSize": 24, "disableAliases": True},
        "taxonomies": {facet: facet for facet in facets},
        "permalinks": {"term": {f: f"/{f.replace('_', '/')}/:slug/" for f in facets}},
        "mediaTypes": {"application/atom+xml": {"suffixes": ["xml"]}},
        "outputFormats": {
            "atom": {"mediaType": "application/atom+xml", "baseName": "feed"},
            "csv": {"mediaType": "text/csv", "baseName": "list", "isPlainText": True},
            "list": {"mediaType": "application/json", "baseName": "list", "isPlainText": True},
            "cards": {"mediaType": "application/json", "baseName": "cards", "isPlainText": True},
            "ics": {"mediaType": "text/calendar", "baseName": "calendar", "isPlainText": True},
            "search": {"mediaType": "application/json", "baseName": "search", "isPlainText": True},
        },
        "outputs": {"home": ["html", "atom", "search"], "section": ["html"], "term": ["html"]},
    }


def _params(share: str) -> dict[str, Any]:
    website = yaml.safe_load(WEBSITE)
    kinds = [
        {
            "folder": folder,
            "label": label,
            "counter": counter,
            "facets": [{"name": name, "label": key} for name, key in _facets(folder).items()],
        }
        for folder, (label, counter, *_) in KINDS.items()
    ]
    more = [*OTHER_PAGES.items(), ("about", "关于本站"), ("accessibility", "无障碍说明")]
    return {
        "description": website["简介"],
        "tagline": website["副名"],
        "publisher": website["主办单位"],
        "share": share,
        "qr": True,
        "kinds": kinds,
        "by_folder": {kind["folder"]: kind for kind in kinds},
        "facts": {folder: list(map(_fact, facts.split())) for folder, facts in FACTS.items()},
        "more": [{"label": label, "url": f"/{url}/"} for url, label in more],
    }


def _fact(written: str) -> dict[str, str]:
    key, how, unit = (*written.split(":"), "", "")[:3]
    return {"key": key, "as": how, "unit": unit}


def _facets(folder: str) -> dict[str, str]:
    return _FACETS | KINDS[folder][3]


# ---------------------------------------------------------------- one record


def _front(record: Record, shared: set[tuple[str, str, str]]) -> Fields:
    label, _, schema, _, has_network = KINDS[record.folder]
    fields = {key: value for key, value in record.fields.items() if key not in _HIDDEN}
    terms = {
        f"{record.folder}_{facet}": [t for t in found if (record.folder, facet, t) in shared]
        for facet, found in _terms(record)
    }
    refs = dict.fromkeys(
        (name, inverse)
        for path, inverse in (_INVERSES[record.folder] | _OF_ALL).items()
        for name in _at(record.fields, path.split("."))
    )
    front = {
        "title": record.name,
        "description": record.fields["摘要"],
        "label": label,
        "schema": schema,
        "names": _names(record),
        "letter": _letter(record.name),
        "region_term": _region(record),
        "refs": [{"name": name, "as": inverse} for name, inverse in refs],
        "organizer": record.fields.get("主办", []) if record.folder == "activities" else [],
        "aliases": [f"/{record.folder}/{s}/" for s in record.fields.get("曾用网址名", [])],
    }
    if has_network:
        around = [(path.split(".")[0], _at(record.fields, path.split("."))) for path in _AROUND]
        front["network"] = True
        front["around"] = [{"label": key, "names": names} for key, names in around if names]
    return {k: v for k, v in (front | terms | fields | _dates(record)).items() if v}


def _names(record: Record) -> list[str]:
    short = record.fields.get("简称")
    return [record.name, *([short] if short else [])]


def _at(value: Any, path: list[str]) -> list[str]:
    """The texts that stand at a path of fields, through lists."""
    if isinstance(value, list):
        return [text for each in value for text in _at(each, path)]
    if not path:
        return [value]
    return _at(value[path[0]], path[1:]) if path[0] in value else []


def _region(record: Record) -> str:
    return "·".join(record.fields["地区"].split()[:2])


def _letter(name: str) -> str:
    first: str = lazy_pinyin(re.sub(r"[^\w]", "", name)[:1], style=Style.FIRST_LETTER)[0]
    return first.upper()


def _dates(record: Record) -> Fields:
    """Full dates for Hugo to sort by; a part that is not known is the first of its kind."""
    day = record.fields.get("日期")
    printed = max(source["日期"] for source in record.fields["来源"])
    changed = record.fields.get("核对日期") or day or printed
    dates = {"date": _full(day)} if day else {}
    return dates | {"lastmod": _full(changed)}


def _full(date: str) -> str:
    return f"{date}-01-01"[:10] if len(date) < 7 else f"{date}-01"[:10]


def _years(record: Record) -> Iterator[str]:
    """The year of everything that has a date, for the timeline."""
    if day := record.fields.get("日期"):
        yield day[:4]
    yield from (each["日期"][:4] for each in record.fields.get("历程", []))


# ---------------------------------------------------------------- terms


def _terms(record: Record) -> Iterator[tuple[str, list[str]]]:
    """(facet, terms) of a record."""
    yield "type", [record.fields["类型"]]
    yield "region", [_region(record)]
    yield "topics", record.fields["主题"]
    for facet, key in KINDS[record.folder][3].items():
        if facet == "year":
            day = record.fields.get("日期")
            yield facet, [day[:4]] if day else []
        else:
            path = {"posts": ["任职", "单位"], "parties": ["各方", "单位"]}.get(facet, [key])
            yield facet, list(dict.fromkeys(_at(record.fields, path)))


def _shared_terms(records: list[Record]) -> set[tuple[str, str, str]]:
    """(folder, facet, term) of each term with a list: an organisation that two records share."""
    counts = Counter(
        (record.folder, facet, term)
        for record in records
        for facet, terms in _terms(record)
        for term in terms
    )
    by_text = {"type", "region", "topics", "year"}
    return {key for key, count in counts.items() if count > 1 or key[1] in by_text}


# ---------------------------------------------------------------- other pages


def _write_others(project: Path, years: Mapping[str, int], letters: set[str]) -> None:
    _page(project, "pages/_index", {"title": "网页", "build": {"render": "never", "list": "never"}})
    for name, title in OTHER_PAGES.items():
        _page(project, f"pages/{name}", {"title": title, "layout": name, "url": f"/{name}/"})
    for year, count in years.items():
        last = -(-count // PER_YEAR_PAGE)
        for number in range(1, last + 1):
            url = f"/timeline/{year}/" + (f"page/{number}/" if number > 1 else "")
            front = {"year": year, "number": number, "pages": last}
            front |= {"title": f"{year}年", "layout": "timeline", "url": url}
            _page(project, f"pages/timeline-{year}-{number}", front)
    for letter in letters:
        front = {"title": f"名录：{letter}", "layout": "names", "initial": letter}
        _page(project, f"pages/names-{letter}", front | {"url": f"/names/{letter.lower()}/"})
    for name, text in PAGES.items():
        title, _, body = text.removeprefix("# ").partition("\n")
        slug = name.removesuffix(".md")
        _page(project, f"pages/{slug}", {"title": title, "url": f"/{slug}/"}, body)
    (project / "static" / "manifest.webmanifest").write_text("{}\n", encoding="utf-8")


def _page(project: Path, path: str, front: Fields, body: str = "") -> None:
    file = project / "content" / f"{path}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    head = yaml.dump(front, Dumper=_DUMPER, allow_unicode=True, sort_keys=False)
    file.write_text(f"---\n{head}---\n{body}\n", encoding="utf-8", newline="\n")


def _dump(file: Path, data: Any) -> None:
    text = yaml.dump(data, Dumper=_DUMPER, allow_unicode=True, sort_keys=False)
    file.write_text(text, encoding="utf-8")
