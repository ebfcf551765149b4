"""A page is read as a browser reads it, and what no page may hold is told."""

import pytest

from generator.publishing.html_facts import Link, html_facts


def page(body: str) -> bytes:
    return f"<!doctype html><html><head></head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<script>alert(1)</script>", "页面里直接写着脚本"),
        ("<SCRIPT\n>alert(1)", "页面里直接写着脚本"),
        ('<img src="a.png" onerror="x()">', "有 onerror 属性"),
        ("<svg/onload=x()>", "有 onload 属性"),
        ('<p style="color:red">', "页面里直接写着样式"),
        ("<style>p{}</style>", "页面里直接写着样式"),
        ('<iframe src="https://spam.example/">', "有 <iframe>"),
        ("<object data=a.swf>", "有 <object>"),
        ('<base href="//spam.example/">', "有 <base>"),
        ('<a href="javascript:x()">', "有 javascript: 开头的网址"),
        ('<a href=" java\nscript:x()">', "有 javascript: 开头的网址"),
        ('<a href="&#106;avascript:x()">', "有 javascript: 开头的网址"),
        ('<a href="data:text/html,x">', "有 data: 开头的网址"),
        ('<meta http-equiv="set-cookie" content="a=b">', "有 http-equiv “set-cookie”"),
        ("白\u200b鹭", "有看不见的字符 U+200B"),
        ("\u202e路白", "有看不见的字符 U+202E"),
        ("&#x202E;路白", "有看不见的字符 U+202E"),
        ("白\u200d鹭", "有看不见的字符 U+200D"),
    ],
)
def test_what_no_page_may_hold_is_told(html: str, fault: str) -> None:
    assert html_facts(page(html)).faults == (fault,)


@pytest.mark.parametrize(
    "html",
    [
        '<script src="a.js" integrity="sha256-x"></script>',
        '<script type="application/ld+json">{"a": "</p>"}</script>',
        '<img src="data:image/png;base64,AA==">',
        "&lt;script&gt; onclick=1 javascript:",
        "👩\u200d🚒",
        '<meta http-equiv="refresh" content="0; url=../xin/">',
    ],
)
def test_what_is_harmless_passes(html: str) -> None:
    assert html_facts(page(html)).faults == ()


def test_every_address_is_found() -> None:
    html = (
        '<a id="a" href="x/"></a><img src="b.jpg" srcset="c.jpg 320w, d.jpg 640w">'
        '<form action="/names/"></form><a name="alt"></a><a data-zt-large="e.jpg"></a>'
        '<meta http-equiv="refresh" content="0;URL=\'../f/\'">'
        '<meta property="og:image" content="https://zhanting.example/g.png">'
        '<script src="h.js" integrity="sha256-y"></script>'
    )
    facts = html_facts(page(html))
    assert facts.anchors == {"a", "alt"}
    assert facts.links == (
        Link("a", "x/"),
        Link("img", "b.jpg"),
        Link("img", "c.jpg"),
        Link("img", "d.jpg"),
        Link("form", "/names/"),
        Link("a", "e.jpg"),
        Link("refresh", "../f/"),
        Link("meta", "https://zhanting.example/g.png"),
        Link("script", "h.js", "sha256-y"),
    )


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("sites/bailu/#a", ""),
        ("名录/", ""),
        ("?q=https://a.example", ""),
        ("mailto:a@b.example", ""),
        ("https://A.example:81/x", "a.example"),
        ("//a.example/", "a.example"),
        ("/\\a.example/", "a.example"),
        ("\\\\a.example", "a.example"),
        ("/\t/a.example", "a.example"),
        (" https://a.example", "a.example"),
        ("https://www.gov.cn@a.example/", "a.example"),
    ],
)
def test_the_host_is_the_one_that_a_browser_asks(url: str, host: str) -> None:
    assert Link("a", url).host == host
