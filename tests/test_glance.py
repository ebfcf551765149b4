"""What a glance calls harmless is harmless, and asks for no more than the glance says."""

import random

import pytest
from conftest import Project, make_photo

from generator import pipeline
from generator.publishing.final_check import Rules, look
from generator.publishing.glance import Asked, Glance, may_hold_unseen
from generator.rendering.outputs import html_uri

HOSTS = frozenset({"www.gov.cn"})
RULES = Rules("zhanting.example", "/", HOSTS, (), {})
URI = "sites/bailu/index.html"
BODY = """<div class="zt"><h1 id="top">白鹭 &amp; 驿站</h1>
<p><a href="../xin/#a">新</a> <a href="https://www.gov.cn/a?b=1&amp;c=2">国务院</a>
<a href="./">这里</a></p>
<img src="../../assets/a.jpg" srcset="../../assets/b.jpg 320w, ../../assets/c.jpg 640w" alt="">
<svg viewBox="0 0 1 1"><title id="t">图</title><path d="M0 0h1"/></svg><a href="#top">上</a>
<a href="mailto:a@b.example">信</a><a href="?q=1">问</a><a href="../../">首页</a></div>"""
HOSTILE = (
    *("<script>1</script>", "<a href=x>", "<a href='x'>", '<A HREF="x">', '<a\thref="x">'),
    *('<a href = "x">', '<p onclick="x()">', '<p style="a">', "<!-- -->", "<iframe>", "<", ">"),
    *('<a href="javascript:x()">', '<a href="//a.example/">', '<a href="https://a.example/">'),
    *('<img src="https://www.gov.cn/a.png">', '<a href="/x/">', '<a href="../../../x">', '"'),
    *('<a href="a/../b">', '<a href="\\\\a.example">', '<a href="&#47;&#47;a.example/">', "</div>"),
    *('<a href="x.css">', '<a href="x" href="y">', '<p id="a&amp;b">', '<p class="zt-draft">'),
    *('<a href="%2e%2e/x">', "\u200b", "\u202e", "&#x202e;", "&#8203;", "\ufeff", "\0", "=", "&"),
    *('<a href=" https://a.example/">', '<form action="https://a.example/">', '<title>"</title>'),
    *('<image href="https://www.gov.cn/a.png"/>', '<a href="data:text/html,x">', "<base>", "<a"),
    *('<a href="ftp://www.gov.cn/">', '<a href="x#%61">', "<p a=\"<a href='x'>\">", "<textarea>"),
    *('<a title=" id=" href="https://a.example/">', '<img alt=" id=" src="data:text/html,x">'),
    *('<area href="https://a.example/">', '<a ping="https://a.example/" href="x">', "?", "#", "/"),
)


def page(body: str) -> bytes:
    return f'<html><body><main id="m">{body}</main></body></html>'.encode()


def is_right(body: str) -> bool:
    """Whether a glance tells at all, after it was compared with the thorough look."""
    at_a_glance = Glance({*HOSTS, "zhanting.example"}).at(URI, body)
    if at_a_glance is None or may_hold_unseen(page(body)):
        return False
    thorough = look(RULES, URI, page(body))
    assert thorough.faults == ()
    asked = Asked.unpacked(thorough.asked)
    assert asked.files <= at_a_glance.files
    assert asked.places <= at_a_glance.places
    assert at_a_glance.anchors <= asked.anchors
    return True


def test_a_plain_body_is_told_at_a_glance() -> None:
    assert is_right(BODY)
    glanced = Glance(HOSTS).at(URI, BODY)
    thorough = Asked.unpacked(look(RULES, URI, page(BODY)).asked)
    assert glanced
    assert (glanced.files, glanced.places - glanced.anchors) == (thorough.files, thorough.places)
    assert Asked.unpacked(thorough.packed()) == thorough


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_hostile_passes_a_glance(hostile: str) -> None:
    for place in (0, 5, BODY.index("白鹭"), BODY.index("xin"), len(BODY) - 6, len(BODY)):
        is_right(BODY[:place] + hostile + BODY[place:])


def test_chance_finds_no_difference() -> None:
    """Pieces of HTML are put into one another, cut and doubled, where chance has it."""
    chance = random.Random(8)
    pieces = [*HOSTILE, *BODY.split('"'), '"', " ", "href=", "../", ">"]
    told = 0
    for _ in range(1500):
        body = BODY
        for _ in range(chance.randint(1, 3)):
            start = chance.randrange(len(body))
            end = min(len(body), start + chance.choice((0, 0, 1, 2, 8)))
            body = body[:start] + chance.choice(pieces) + body[end:]
        told += is_right(body)
    assert told > 50  # else nothing would have been compared


def test_all_pages_that_our_templates_make_are_told_at_a_glance(project: Project) -> None:
    project.with_theme()
    for number in range(3):
        project.record(
            f"organizations/o{number}", 名称=f"社区{number}", 上级=None if not number else "社区0"
        )
        project.record(
            f"activities/a{number}", 名称=f"活动{number}", 主办="[社区0]", 日期="2024-05-01"
        )
    make_photo(project.content / "activities/a1/a.jpg", (900, 600))
    project.record(
        "activities/a1",
        "照片:\n  - 文件: a.jpg\n    图注: 一张\n",
        主办="[社区0]",
        日期="2024-05-01",
    )
    rendered = pipeline.prepare(project.settings())
    glance = Glance({*rendered.hosts, "zhanting.example"})
    missed = [p.uri for p in rendered.pages if glance.at(html_uri(p.uri), p.body) is None]
    assert missed == []
