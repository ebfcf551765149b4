"""A content folder for measuring the search: the records of the golden queries among many others.

    python tests/bench/search_corpus.py RECORDS /tmp/corpus --count 1000 \
        [--golden GOLDEN.tsv]

Writes /tmp/corpus/content/ in our own format. The records given keep their slugs; plausible ones
made from a seed pad them to `--count`. With `--golden`, no padding holds what a golden query asks
for, so that its answer stays the only right one. The same arguments give the same bytes.
"""

import argparse
import csv
import random
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from generator.text.normalize import flat
from generator.text.pinyin import slug_from

FOLDERS = {
    "活动": "activities",
    "党组织": "organizations",
    "企业": "organizations",
    "品牌": "brands",
    "先锋人物": "members",
    "阵地": "sites",
}
# The first word that stands in a record's name decides its type; the last row is for the rest.
TYPES = {
    "activities": [
        ("签约", "签约"), ("论坛", "论坛"), ("沙龙", "讲座分享"), ("讲堂", "讲座分享"),
        ("走访", "走访"), ("基金", "公益项目"), ("志愿", "志愿服务"), ("党日", "主题党日"),
        ("", "组织生活"),
    ],
    "organizations": [
        ("联合党委", "联合党委"), ("党总支", "党总支"), ("党支部", "党支部"), ("联盟", "联盟"),
        ("共治", "共治组织"), ("党工委", "街道党工委"), ("公司党委", "党委"), ("集团", "企业"),
        ("公司", "企业"), ("社区", "社区"), ("", "党委"),
    ],
    "brands": [
        ("工作法", "工作法"), ("模式", "工作模式"), ("计划", "计划行动"), ("行动", "计划行动"),
        ("清单", "责任清单"), ("服务队", "队伍岗位"), ("矩阵", "工作体系"), ("", "党建品牌"),
    ],
    "sites": [
        ("空间", "共享空间"), ("实验室", "校企平台"), ("工位", "先锋岗位"),
        ("中心", "党群服务中心"), ("心愿墙", "心愿墙"), ("", "党建活动阵地"),
    ],
    "members": [("", "先锋党员")],
}  # fmt: skip

FIRST = "柳青云龙凤金玉石松桃杏梅兰荷莲溪泉湖江河沙清明东西南北长永福兴安和平泰宁康乐嘉瑞祥丰盛华荣"
SECOND = "泉山湖溪桥庄村河岭屯营寨坪塘堤园林湾港浦坡沟峪门台阁亭店集铺里坊川洲岸田井崖垭岗"
CITIES = [
    ("浙江", "宁波", "海曙区"), ("福建", "厦门", "思明区"), ("四川", "成都", "武侯区"),
    ("陕西", "西安", "雁塔区"), ("湖南", "长沙", "岳麓区"), ("河南", "郑州", "金水区"),
    ("广东", "佛山", "南海区"), ("江西", "南昌", "东湖区"), ("辽宁", "大连", "中山区"),
    ("重庆", "重庆", "渝北区"), ("广西", "南宁", "青秀区"), ("云南", "昆明", "五华区"),
    ("山东", "烟台", "芝罘区"), ("山东", "潍坊", "奎文区"), ("江苏", "无锡", "滨湖区"),
    ("河北", "石家庄", "长安区"), ("山西", "太原", "小店区"), ("贵州", "贵阳", "南明区"),
]  # fmt: skip
TRADES = (
    "物流", "纺织", "食品", "建材", "印务", "软件", "光电", "仪表",
    "园艺", "渔业", "茶业", "陶瓷", "家具", "模具", "农机", "医药",
    "影视", "包装", "航运", "酒店",
)  # fmt: skip
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗梁宋唐许"
    "韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
)
GIVEN = (
    "建国华明丽娟志强秀兰海涛桂英文军晓东红梅玉珍伟鹏佳琪雪莹浩然思远子涵雨桐振宇凯旋春燕永福德胜婷"
)
BRAND = (
    "红", "先锋", "暖心", "同心", "初心", "连心", "星火", "灯塔",
    "向阳", "匠心", "聚力", "扬帆", "筑梦", "绿色", "幸福", "金桥",
    "启明", "丹心",
)  # fmt: skip
TOPICS = (
    "基层治理", "为民服务", "党员教育", "产业链", "乡村振兴", "楼宇党建", "社区治理", "人才培养",
    "志愿服务", "区域共建",
)  # fmt: skip

SENTENCES = [
    "{p}{u}现有党员{n}名，设{m}个党小组，每月开展一次主题党日。",
    "依托{p}的{w}，把组织生活和日常经营放在一起安排。",
    "{y}年以来，先后走访企业{n}家，收集意见{m}条，办结率超过九成。",
    "由{s}{g}牵头，联系{q}的党员骨干，每周轮流值班。",
    "建立台账，逐项销号，群众满意度逐年提高。",
    "与{q}{t}企业结成对子，互派骨干挂职，共同申报技改项目{m}个。",
    "服务台设在{p}{d}一层，居民可以办理社保、就业、养老等事项。",
    "老党员{s}{g}说，最重要的是把小事办好。",
    "围绕{t}行业的特点，编写了{m}份操作手册，并组织竞赛。",
    "{q}的{t}车间设立了党员示范机台，次品率下降近{m}个百分点。",
    "通过网格巡查，及时发现消防、用电、防汛等隐患{n}处。",
    "每逢周末，{w}对附近学生开放，提供课业辅导和科普体验。",
    "资金由{p}{u}统筹，用于困难家庭帮扶和环境整治。",
    "{y}年{m}月，{b}活动走进{q}，参加者有{n}余人。",
]  # fmt: skip
WORKS = (
    "议事厅", "读书角", "调解室", "健身房", "志愿驿站", "文化长廊", "照相馆", "手工坊",
    "电教室", "食堂",
)  # fmt: skip


def converted(file: Path) -> tuple[str, dict[str, Any], str]:
    """(folder, fields, body) of one of the records given."""
    _, head, text = file.read_text(encoding="utf-8").split("---\n", 2)
    given = yaml.safe_load(head)
    body = text.strip().split("\n\n")[-1].replace(",", "，")
    folder = FOLDERS[given["type"]]
    fields = record(folder, given["title"], body[:160], given["region"], given["year"])
    fields |= {"别名": given["aliases"], "主题": given["tags"]}
    return folder, fields, body


def record(folder: str, name: str, summary: str, region: str, year: int) -> dict[str, Any]:
    """The fields of a record; region: 山东济南, or levels with spaces."""
    levels = region if " " in region else re.sub(r"^(..)(?=.)", r"\1 ", region)
    kind = next(label for word, label in TYPES[folder] if word in name)
    if folder == "organizations" and name.endswith("集团"):
        kind = "企业"
    dated = {"activities": "日期", "organizations": "成立", "brands": "起始", "sites": "启用"}
    source = {"标题": "测量用的示例", "日期": str(year)}
    fields: dict[str, Any] = {"名称": name, "类型": kind, "摘要": summary, "地区": levels}
    if folder == "members":
        fields["身份"] = "基层党员"
    else:
        fields[dated[folder]] = str(year)
    return fields | {"来源": [source]}


def padding(seed: int) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Plausible records without end."""
    rng = random.Random(seed)
    while True:
        place = rng.choice(FIRST) + rng.choice(SECOND)
        folder = rng.choices(
            ("organizations", "brands", "activities", "sites", "members"), (34, 22, 20, 14, 10)
        )[0]
        name = _name(rng, folder, place)
        city = rng.choice(CITIES)
        summary = _sentences(rng, place, 1)
        # One website belongs to a few districts, so records share their streets.
        street = rng.choice(FIRST[:8]) + SECOND[CITIES.index(city)] + "街道"
        region = " ".join((*city, street) if rng.random() < 0.6 else city)
        fields = record(folder, name, summary[:160], region, rng.randint(2012, 2025))
        fields["主题"] = rng.sample(TOPICS, 2)
        paragraphs = [_sentences(rng, place, rng.randint(2, 5)) for _ in range(rng.randint(1, 4))]
        yield folder, fields, "\n\n".join(paragraphs)


def _name(rng: random.Random, folder: str, place: str) -> str:
    trade, brand = rng.choice(TRADES), rng.choice(BRAND)
    if folder == "members":
        return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2, 2))))
    patterns = {
        "organizations": [
            f"{place}社区党支部", f"{place}街道党工委", f"{place}{trade}有限公司党支部",
            f"{place}{trade}产业联盟", f"{place}{trade}集团", f"{place}工业园联合党委",
            f"{place}{trade}市场党总支", f"{place}村党总支",
        ],
        "brands": [
            f"“{brand}{place}”党建品牌", f"{place}“{rng.randint(2, 9)}+{rng.randint(2, 9)}”工作法",
            f"{place}“{brand}”行动", f"“{brand}{trade}”服务计划", f"{place}网格服务清单",
        ],
        "activities": [
            f"{place}社区{brand}主题党日", f"{place}{trade}行业{rng.choice(WORKS)}开放日",
            f"{place}街道{trade}企业座谈会", f"“{brand}{place}”文化节",
        ],
        "sites": [
            f"{place}社区{rng.choice(WORKS)}", f"{place}邻里中心", f"{place}{trade}博物馆",
            f"{place}{brand}广场",
        ],
    }  # fmt: skip
    return rng.choice(patterns[folder])


def _sentences(rng: random.Random, place: str, number: int) -> str:
    def fill(pattern: str) -> str:
        return pattern.format(
            p=place, q=rng.choice(FIRST) + rng.choice(SECOND), n=rng.randint(12, 480),
            m=rng.randint(2, 11), y=rng.randint(2012, 2025), s=rng.choice(SURNAMES),
            g="".join(rng.sample(GIVEN, 2)), t=rng.choice(TRADES), w=rng.choice(WORKS),
            b=rng.choice(BRAND), u=rng.choice(("社区", "街道", "工业园", "村")),
            d=rng.choice(("市场", "广场", "商场", "大院")),
        )  # fmt: skip

    return "".join(fill(pattern) for pattern in rng.sample(SENTENCES, number))


def write(root: Path, folder: str, slug: str, fields: dict[str, Any], body: str) -> None:
    front = yaml.safe_dump(
        {key: value for key, value in fields.items() if value}, allow_unicode=True, sort_keys=False
    )
    file = root / "content" / folder / slug / "index.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{front}---\n{body}\n", encoding="utf-8")


def make(records: Path, root: Path, number: int, golden: Path | None = None) -> None:
    """Write the content folder.

    records: Markdown files with title, type, region, year, aliases and tags in their front matter.
    golden: queries whose words no padding may hold.
    """
    asked = _asked(golden) if golden else set()
    taken = set()
    for file in sorted(records.glob("*.md")):
        folder, fields, body = converted(file)
        write(root, folder, file.stem, fields, body)
        taken |= {file.stem, fields["名称"]}
    left = number - len(list(records.glob("*.md")))
    for folder, fields, body in padding(1):
        if left <= 0:
            break
        text = flat(fields["名称"] + body + fields["摘要"])
        if fields["名称"] in taken or any(word in text for word in asked):
            continue
        base = slug_from(fields["名称"], "record")
        slug = next(s for n in count(1) if (s := base if n == 1 else f"{base}-{n}") not in taken)
        taken |= {slug, fields["名称"]}
        write(root, folder, slug, fields, body)
        left -= 1
    website = root / "content" / "website.yml"
    website.write_text(
        "网站名称: 测量\n简介: 测量搜索用。\n主办单位: 测量\n网址: https://zhanting.example/\n"
        "首页:\n  口号: 测 量\n  导语: 测量搜索用。\n",
        encoding="utf-8",
    )


def _asked(golden: Path) -> set[str]:
    """What golden queries ask for; a surname alone must not be another's, nor stand in a name."""
    with golden.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {flat(row["query"]) for row in rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("records", type=Path)
    parser.add_argument("root", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--golden", type=Path)
    options = parser.parse_args()
    make(options.records, options.root, options.count, options.golden)


if __name__ == "__main__":
    main()
