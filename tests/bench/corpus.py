"""A website of any size in our own format, for measuring builds: a made-up province.

    python tests/bench/corpus.py 1000 /tmp/corpus

Writes /tmp/corpus/content/: records of all six kinds with bodies of some 500 characters,
website.yml and two hand-written pages; `zhanting check` has nothing to say about it. The same
arguments give the same bytes. There are no photos, which are measured apart (photos_many.py).

The province (province.py) grows by having more streets. What lists are grouped by hangs on three
organisations of each street; all others are named in fields that no list is grouped by.
"""

import argparse
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import corpus_words as words
import yaml
from province import (
    CHIEF,
    COUNTIES_IN_CITY,
    PAIRS,
    ROLES,
    STREETS_IN_COUNTY,
    Province,
    pair,
    person,
)

ADDRESS = "https://zhanting.example/"
PREFIXES = {
    "organizations": "zuzhi", "sites": "zhendi", "members": "renwu", "activities": "huodong",
    "brands": "pinpai", "agreements": "xieyi",
}  # fmt: skip

Fields = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """One file: content/{folder}/{slug}/index.md. fields: its front matter, in Chinese."""

    folder: str
    slug: str
    fields: Fields
    body: str

    @property
    def name(self) -> str:
        return str(self.fields["名称"])

    def text(self) -> str:
        front = yaml.dump(self.fields, Dumper=_DUMPER, allow_unicode=True, sort_keys=False)
        return f"---\n{front}---\n{self.body}\n"


_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class Corpus:
    """All records of a province; each is made on its own."""

    def __init__(self, count: int, seed: int = 1) -> None:
        self.province = Province(count)
        self.seed = seed

    @property
    def counts(self) -> dict[str, int]:
        """How many records there are in each folder."""
        return self.province.counts

    def records(self) -> Iterator[Record]:
        for folder in self._makers():
            yield from (self.record(folder, number) for number in range(self.counts[folder]))

    def record(self, folder: str, number: int) -> Record:
        rng = random.Random(f"{self.seed}/{folder}/{number}")
        fields, body = self._makers()[folder](number, rng)
        slug = f"{PREFIXES[folder]}-{number:06d}"
        if number % 100 == 5:
            fields["曾用网址名"] = [f"jiu-{slug}"]
        return Record(folder, slug, {k: v for k, v in fields.items() if v}, body)

    def _makers(self) -> dict[str, Callable[[int, random.Random], tuple[Fields, str]]]:
        return {
            "organizations": self._organization, "sites": self._site, "members": self._member,
            "activities": self._activity, "brands": self._brand, "agreements": self._agreement,
        }  # fmt: skip

    # ------------------------------------------------------------ the six kinds

    def _organization(self, number: int, rng: random.Random) -> tuple[Fields, str]:
        if number < self.province.above:
            return self._committee(number, rng)
        at, street = divmod(number - self.province.above, self.province.streets)
        block, role = divmod(at - CHIEF, len(ROLES))
        chief, whole, park, park_chief = (
            self.province.organization(street, n) for n in range(CHIEF)
        )
        community, firm = (self.province.organization(street, at - role + n) for n in (0, 2))
        if at < CHIEF:
            types = ("街道党工委", "街道", "园区", "联合党委")
            type_ = types[at]
            up = (
                {"上级": self.province.county_committee(street // STREETS_IN_COUNTY)},
                {},
                {"所在": whole},
                {"上级": chief, "所属单位": park},
            )[at]
        else:
            type_, up = {
                "community": ("社区", {"所在": whole}),
                "branch": ("党支部", {"上级": chief, "所属单位": community}),
                "company": ("企业", {"所在": whole, "培育单位": park if block % 3 == 0 else ""}),
                "company_branch": ("党支部", {"上级": park_chief, "所属单位": firm}),
                "team": ("志愿服务队", {"上级": chief, "所属单位": community}),
                "alliance": ("联盟", {"上级": chief}),
            }[ROLES[role]]
        name = self.province.organization(street, at)
        fields = self._begun(name, type_, street, rng) | up
        fields |= {
            "简称": name.removesuffix("有限公司") if type_ == "企业" else "",
            "性质": rng.choice(("民营", "国企", "混合所有制")) if type_ == "企业" else "",
            "成立": _date(rng) if rng.random() < 0.7 else "",
            "业务": rng.sample(words.TRADES, 2) if type_ == "企业" else [],
            "地址": f"{pair(rng.randrange(PAIRS))}路{rng.randint(1, 400)}号"
            if rng.random() < 0.6
            else "",
            "历程": self._milestones(street, rng) if rng.random() < 0.4 else [],
            "荣誉": _awards(rng) if rng.random() < 0.25 else [],
        }
        return self._ended(fields, street, rng)

    def _committee(self, number: int, rng: random.Random) -> tuple[Fields, str]:
        """The departments above the streets: of cities, then of counties."""
        if number < self.province.cities:
            street = number * COUNTIES_IN_CITY * STREETS_IN_COUNTY
            name, up = f"{self.province.city(number)}委组织部", ""
        else:
            county = number - self.province.cities
            street = county * STREETS_IN_COUNTY
            name = self.province.county_committee(county)
            up = f"{self.province.city(county // COUNTIES_IN_CITY)}委组织部"
        fields = self._begun(name, "党委部门", street, rng) | {"上级": up}
        fields["地区"] = " ".join(fields["地区"].split()[: 2 if not up else 3])
        return self._ended(fields, street, rng)

    def _site(self, number: int, rng: random.Random) -> tuple[Fields, str]:
        at, street = divmod(number, self.province.streets)
        name = self.province.site(street, at)
        type_ = next(each for each in _SITE_TYPES if name.endswith(each))
        fields = self._begun(name, type_, street, rng) | {
            "所属": self.province.chief(street, rng),
            "建设单位": self.province.some(street, rng, 2),
            "面积": rng.choice(("约{}", "{}余", "{}", "近{}")).format(rng.randint(3, 200) * 20),
            "启用": _date(rng) if rng.random() < 0.7 else "",
            "开放时间": f"每日{rng.randint(7, 9)}:30—{rng.randint(17, 21)}:00",
            "地址": f"{pair(rng.randrange(PAIRS))}路{rng.randint(1, 400)}号院内",
            "功能": rng.sample(words.ROOMS, rng.randint(2, 5)),
            "品牌": self.province.one_of("brands", street, rng),
            "空间": [
                {"名称": room, "面积": str(rng.randint(20, 300)), "用途": rng.choice(words.USES)}
                for room in rng.sample(words.ROOMS, rng.randint(2, 5))
            ],
            "安排": self._schedule(street, rng) if rng.random() < 0.4 else [],
            "心愿": self._wishes(street, rng) if type_ == "心愿墙" else [],
        }
        return self._ended(fields, street, rng)

    def _member(self, number: int, rng: random.Random) -> tuple[Fields, str]:
        at, street = divmod(number, self.province.streets)
        unit = self.province.chief(street, rng)
        post = rng.choice(
            ("党支部书记", "组织委员", "党建指导员", "先锋岗岗长", "项目经理", "网格员")
        )
        types = ("先锋党员", "先锋党员", "党组织书记", "创业者", "志愿者", "入党积极分子")
        fields = self._begun(
            self.province.member(street, at), types[at % len(types)], street, rng
        ) | {
            "政治面貌": "中共党员" if at % len(types) < 3 else "",
            "身份": f"{unit}{post}",
            "任职": [{"单位": unit, "职务": post}],
            "事迹": [self._sentence(street, rng) for _ in range(rng.randint(1, 3))],
            "观点": [f"{rng.choice(words.WORKS)}。" for _ in range(rng.randint(0, 3))],
            "荣誉": _awards(rng) if rng.random() < 0.4 else [],
        }
        return self._ended(fields, street, rng)

    def _activity(self, number: int, rng: random.Random) -> tuple[Fields, str]:
        at, street = divmod(number, self.province.streets)
        type_ = rng.choice(_ACTIVITY_TYPES)
        chief = self.province.chief(street, rng)
        name = f"{chief}“{rng.choice(words.PRAISE)}”{type_}第{at + 1}期"
        place = self.province.one_of("sites", street, rng)
        if not place or rng.random() < 0.15:
            place = [f"外部:{pair(at % PAIRS)}广场"]
        fields = self._begun(name, type_, street, rng) | {
            "日期": _date(rng),
            "频次": rng.choice(("每季度", "每月", "每年一次")) if rng.random() < 0.2 else "",
            "地点": place[0],
            "主办": [chief],
            "承办": self.province.some(street, rng, 1),
            "参与单位": self.province.some(street, rng, 4),
            "人物": [
                {"姓名": each, "身份": rng.choice(("主讲人", "领队", "嘉宾", "志愿者代表"))}
                for each in self.province.one_of("members", street, rng)
            ],
            "人数": f"{rng.randint(2, 60) * 10}{rng.choice(('', '余', '多'))}",
            "主旨": rng.choice(words.WORKS) if rng.random() < 0.4 else "",
            "品牌": self.province.one_of("brands", street, rng),
            "安排": self._schedule(street, rng) if rng.random() < 0.4 else [],
            "成效": [
                self._fill("帮助{people}解决{matter}{n}件。", street, rng)
                for _ in range(rng.randint(1, 3))
            ],
            "对话": self._dialogue(street, rng) if rng.random() < 0.05 else [],
        }
        return self._ended(fields, street, rng)

    def _brand(self, number: int, rng: random.Random) -> tuple[Fields, str]:
        at, street = divmod(number, self.province.streets)
        name = self.province.brand(street, at)
        types = {"工作法": "工作法", "行动计划": "计划行动", "服务品牌": "党建品牌",
                 "责任清单": "责任清单", "工作机制": "工作机制"}  # fmt: skip
        fields = self._begun(
            name, next(t for end, t in types.items() if name.endswith(end)), street, rng
        )
        fields |= {
            "所属": [self.province.chief(street, rng)],
            "参与单位": self.province.some(street, rng, 3),
            "口号": f"{rng.choice(words.PRAISE)}向党，{rng.choice(words.PRAISE)}为民",
            "目标": self._fill("让{people}不再为{matter}发愁", street, rng),
            "起始": str(rng.randint(2012, 2025)),
            "范围": rng.choice(("全街道", "园区内", "三个社区")) if rng.random() < 0.5 else "",
            "上级品牌": [self.province.brand(street, 0)] if at and rng.random() < 0.3 else [],
            "分项": [
                {
                    "名称": rng.choice(words.PRAISE) + rng.choice(words.FORMS),
                    "内容": self._sentence(street, rng),
                    "分项": rng.sample(words.ROOMS, 3) if rng.random() < 0.3 else [],
                }
                for _ in range(rng.randint(3, 5))
            ],
        }
        return self._ended(fields, street, rng)

    def _agreement(self, number: int, rng: random.Random) -> tuple[Fields, str]:
        at, street = divmod(number, self.province.streets)
        parties = [self.province.organization(street, 0), self.province.partner(street, at)]
        parties += [self.province.organization(street, 3)] if rng.random() < 0.3 else []
        fields = self._begun(self.province.agreement(street, at), "共建协议", street, rng) | {
            "日期": _date(rng),
            "各方": [
                {"单位": each, "角色": "发起方" if not n else ""} for n, each in enumerate(parties)
            ],
            "形式": rng.choice(("契约化、项目化", "清单式", "一年一签")),
            "文件": ["党建共建协议", "项目清单"][: rng.randint(1, 2)],
            "目标": self._fill("合力解决{matter}", street, rng),
            "约定": [
                self._fill("为{people}开放{room}，{work}", street, rng)
                for _ in range(rng.randint(2, 5))
            ],
            "成效": [self._fill("合办活动{m}场", street, rng)] if rng.random() < 0.5 else [],
        }
        for party in fields["各方"]:
            if not party["角色"]:
                del party["角色"]
        return self._ended(fields, street, rng)

    # ------------------------------------------------------------ what all kinds have

    def _begun(self, name: str, type_: str, street: int, rng: random.Random) -> Fields:
        return {
            "名称": name,
            "类型": type_,
            "摘要": self._fill(rng.choice(words.SUMMARIES), street, rng),
            "地区": self.province.region(street),
            "主题": rng.sample(words.TOPICS, rng.randint(1, 3)),
        }

    def _ended(self, fields: Fields, street: int, rng: random.Random) -> tuple[Fields, str]:
        """With figures, lists, quotes, relations and sources; and the body."""
        sources = [
            {
                "标题": f"{fields['名称'][:20]}：{rng.choice(words.WORKS)}",
                "媒体": rng.choice(words.PUBLICATIONS),
                "日期": _date(rng),
                "作者": [person(rng.randrange(90_000))],
            }
            for _ in range(rng.randint(1, 2))
        ]
        learned = self.province.organization(rng.randrange(self.province.streets), 0)
        if learned == fields["名称"]:
            learned = ""
        fields |= {
            "数字": self._figures(street, rng) if rng.random() < 0.5 else [],
            "清单": self._lists(street, rng) if rng.random() < 0.3 else [],
            "言论": [
                {"内容": self._fill("把{matter}办好，{people}才会信我们。", street, rng),
                 "人物": each, "转述": rng.choice(("是", "否"))}
                for each in self.province.one_of("members", street, rng)
                if each != fields["名称"]
            ] if rng.random() < 0.2 else [],
            "关系": [{"类型": "借鉴", "对象": learned}] if learned and rng.random() < 0.15 else [],
            "来源": sources,
            "核对日期": _date(rng, 2025) if rng.random() < 0.5 else "",
            "编者注": "原文没有写明年份，这里依上下文推算。" if rng.random() < 0.08 else "",
        }  # fmt: skip
        return fields, self._body(street, rng)

    def _body(self, street: int, rng: random.Random) -> str:
        blocks = [self._paragraph(street, rng, 3)]
        headings = rng.sample(words.HEADINGS, rng.randint(2, 3))
        for number, heading in enumerate(headings):
            blocks += [f"## {heading}", self._paragraph(street, rng, rng.randint(2, 4))]
            if number == 0:
                items = (
                    self._fill("{work}，{people}最先受益；", street, rng)
                    for _ in range(rng.randint(3, 4))
                )
                blocks.append("\n".join(f"- {item}" for item in items))
        if rng.random() < 0.25:
            rows = (self._fill("| {matter} | {people} | {n}件 |", street, rng) for _ in range(3))
            blocks.append("\n".join(("| 事项 | 谁来办 | 今年 |", "| --- | --- | --- |", *rows)))
        if rng.random() < 0.5:
            target = self.province.some(street, rng, 1) or [self.province.organization(street, 0)]
            blocks.append(f"类似的做法，[{target[0]}]({target[0]})也在试。")
        return "\n\n".join(blocks)

    def _paragraph(self, street: int, rng: random.Random, sentences: int) -> str:
        chosen = rng.sample(words.SENTENCES, sentences)
        text = [self._fill(each, street, rng) for each in chosen]
        if rng.random() < 0.2:
            head, _, tail = text[0].partition("，")
            text[0] = f"**{head}**，{tail}"
        return "".join(text)

    def _sentence(self, street: int, rng: random.Random) -> str:
        return self._fill(rng.choice(words.SENTENCES), street, rng)

    def _fill(self, pattern: str, street: int, rng: random.Random) -> str:
        trade, other_trade = rng.sample(words.TRADES, 2)
        return pattern.format(
            place=f"{pair(street)}{pair(900 + rng.randrange(12))}",
            other=pair(rng.randrange(PAIRS)),
            unit=rng.choice((pair(street) + "街道", "党支部", "社区", "联盟", "园区")),
            room=rng.choice(words.ROOMS), work=rng.choice(words.WORKS),
            praise=rng.choice(words.PRAISE),
            matter=rng.choice(words.MATTERS), people=rng.choice(words.PEOPLE),
            person=rng.choice(words.SURNAMES) + rng.choice(words.CALLED),
            trade=trade, other_trade=other_trade,
            n=rng.randint(12, 480), m=rng.randint(2, 11), year=rng.randint(2012, 2025),
        )  # fmt: skip

    def _figures(self, street: int, rng: random.Random) -> list[Fields]:
        names = (
            ("在册党员", "名"),
            ("服务企业", "家"),
            ("办结诉求", "件"),
            ("志愿者", "人"),
            ("建筑面积", "平方米"),
        )
        return [
            {
                "名称": name,
                "数值": rng.choice(("{}余", "约{}", "{}", "近{}", "超过{}")).format(
                    rng.randint(2, 90) * 10
                ),
                "单位": unit,
                "时点": f"{rng.randint(2017, 2026)}-{rng.randint(1, 12):02d}",
            }
            for name, unit in rng.sample(names, rng.randint(2, 4))
        ]

    def _lists(self, street: int, rng: random.Random) -> list[Fields]:
        count = rng.randint(3, 6)
        entries = [rng.choice((room, {"名称": room, "内容": rng.choice(words.USES)}))
                   for room in rng.sample(words.ROOMS, count - 1)]  # fmt: skip
        return [
            {
                "名称": f"{rng.choice(('资源', '服务', '项目'))}清单",
                "项数": str(rng.choice((count - 1, count + 4))),
                "单位": "项",
                "条目": [*entries, *self.province.some(street, rng, 1)][: count - 1],
            }
        ]

    def _schedule(self, street: int, rng: random.Random) -> list[Fields]:
        return [
            {"时间": f"{hour}:00", "内容": self._fill("{praise}课堂：{matter}怎么办", street, rng),
             "地点": rng.choice(words.ROOMS)}
            for hour in (9, 10, 14)
        ]  # fmt: skip

    def _milestones(self, street: int, rng: random.Random) -> list[Fields]:
        years = sorted(rng.sample(range(2010, 2026), rng.randint(2, 4)))
        return [
            {"日期": f"{year}-{rng.randint(1, 12):02d}",
             "内容": self._fill("{room}启用，开始办理{matter}。", street, rng)}
            for year in years
        ]  # fmt: skip

    def _wishes(self, street: int, rng: random.Random) -> list[Fields]:
        return [
            {"内容": self._fill("希望早日解决{matter}", street, rng),
             "状态": rng.choice(("待认领", "办理中", "已实现")),
             "许愿人": f"一位{rng.choice(words.PEOPLE)}"}
            for _ in range(4)
        ]  # fmt: skip

    def _dialogue(self, street: int, rng: random.Random) -> list[Fields]:
        speakers = [each for _ in range(2) for each in self.province.one_of("members", street, rng)]
        return [
            {"话题": self._fill("{matter}从哪里入手？", street, rng),
             "发言": [{"人物": each, "内容": self._sentence(street, rng)} for each in speakers]}
            for _ in range(2)
        ] if speakers else []  # fmt: skip


_SITE_TYPES = ("党群服务中心", "便民服务中心", "信仰空间", "党建示范点", "心愿墙", "共享空间")
_ACTIVITY_TYPES = (
    "主题党日", "主题党日", "主题党日", "志愿服务", "志愿服务", "走访", "培训", "讲座分享",
    "企业服务", "组织生活", "会议", "签约", "论坛",
)  # fmt: skip


def _date(rng: random.Random, year: int = 0) -> str:
    """A day; of one in ten only the month, of one in thirty only the year is known."""
    whole = f"{year or rng.randint(2014, 2025)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    return whole[: rng.choices((10, 7, 4), (26, 3, 1))[0]]


def _awards(rng: random.Random) -> list[Fields]:
    name = rng.choice(("市级", "区级", "省级")) + rng.choice(("示范点", "先进集体", "先锋岗"))
    return [{"名称": name, "日期": str(rng.randint(2014, 2025))}]


WEBSITE = f"""\
网站名称: 江东先锋展厅
副名: 测量用的示例
简介: 江东省各地的党建品牌、示范点、先锋人物、活动、组织和共建协议，都是虚构的。
主办单位: 江东展厅编辑组（示例）
网址: {ADDRESS}
首页:
  口号: 同心聚力 先锋在前
  导语: 把支部建在楼宇、园区和产业链上，把服务送到企业与居民身边。
"""
PAGES = {
    "about.md": "# 关于本站\n\n本站的全部内容都是虚构的，只用来测量生成网站要多少时间。\n",
    "accessibility.md": "# 无障碍说明\n\n不用鼠标、不用脚本也能看完全部内容。\n",
}


def write(corpus: Corpus, root: Path) -> None:
    """The content folder."""
    content = root / "content"
    (content / "pages").mkdir(parents=True)
    (content / "website.yml").write_text(WEBSITE, encoding="utf-8")
    for name, text in PAGES.items():
        (content / "pages" / name).write_text(text, encoding="utf-8")
    for record in corpus.records():
        folder = content / record.folder / record.slug
        folder.mkdir(parents=True)
        (folder / "index.md").write_text(record.text(), encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("root", type=Path)
    options = parser.parse_args()
    write(Corpus(options.count), options.root)


if __name__ == "__main__":
    main()
