"""Bodies become harmless HTML: text stays, what could do harm does not."""

from html.parser import HTMLParser

import pytest

from generator.text.converter import convert
from generator.text.links import is_outward, page_permalink, permalink_of, refusal
from generator.text.markdown import MAX_LINE, Converted, Link, finish, too_complex


def html(body: str, addresses: dict[str, str] | None = None) -> str:
    """HTML of a body; links to anything but `addresses` stay as written."""
    made = convert(body)
    assert made.faults == ()
    return str(finish(made, lambda written: (addresses or {}).get(written, written)))


def told(body: str) -> list[tuple[int, str, str]]:
    """(line, code, what was written) of each fault."""
    faults = convert(body).faults
    return [(fault.line, fault.code, next(iter(fault.facts.values()))) for fault in faults]


class Elements(HTMLParser):
    """The elements of some HTML, their attributes and addresses."""

    def __init__(self, made: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(made)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name == "href"}


# ---------------------------------------------------------------- what may be written


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("一\n\n二", "<p>一</p>\n<p>二</p>"),
        ("一\n二", "<p>一<br>\n二</p>"),
        ("**重**点、*斜*", "<p><strong>重</strong>点、<em>斜</em></p>"),
        ("- 一\n- 二", "<ul>\n<li>一</li>\n<li>二</li>\n</ul>"),
        ("3. 一\n4. 二", '<ol start="3">\n<li>一</li>\n<li>二</li>\n</ol>'),
        ("> 引", "<blockquote>\n<p>引</p>\n</blockquote>"),
        ("一\n\n---\n\n二", "<p>一</p>\n<hr>\n<p>二</p>"),
        ("`a`", "<p><code>a</code></p>"),
        ("", ""),
    ],
)
def test_plain_markdown(body: str, expected: str) -> None:
    assert html(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# 一", "<h3>一</h3>"),
        ("#一", "<h3>一</h3>"),
        ("## 一", "<h4>一</h4>"),
        ("### 一", "<h5>一</h5>"),
        ("###### 一", "<h5>一</h5>"),
        ("一\n===", "<h3>一</h3>"),
        ("一\n---", "<h4>一</h4>"),
        ("    # 一", "<pre><code># 一\n</code></pre>"),
    ],
)
def test_headings_come_below_those_of_the_page(body: str, expected: str) -> None:
    assert html(body) == expected


def test_table() -> None:
    assert html("| 甲 | 乙 |\n| --- | --- |\n| 1 | **2** |") == (
        "<table>\n<thead>\n<tr>\n<th>甲</th>\n<th>乙</th>\n</tr>\n</thead>\n"
        "<tbody>\n<tr>\n<td>1</td>\n<td><strong>2</strong></td>\n</tr>\n</tbody>\n</table>"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("    <b>", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("3 < 5 & 5 > 3", "<p>3 &lt; 5 &amp; 5 &gt; 3</p>"),
        ("甲<乙，PM<2.5", "<p>甲&lt;乙，PM&lt;2.5</p>"),
        ("<白鹭>", "<p>&lt;白鹭&gt;</p>"),
        ("5 &lt; 6 &amp; &copy; &#20826;", "<p>5 &lt; 6 &amp; © 党</p>"),
        ("{{ 7*7 }} {% include 'x' %}", "<p>{{ 7*7 }} {% include 'x' %}</p>"),
        ("--8<-- '/etc/passwd'", "<p>--8&lt;-- '/etc/passwd'</p>"),
        ("zt-link:0 <a@b.cn>", '<p>zt-link:0 <a href="mailto:a@b.cn">a@b.cn</a></p>'),
    ],
)
def test_text_stays_text(body: str, expected: str) -> None:
    assert html(body) == expected


def test_a_page_keeps_the_levels_of_its_headings() -> None:
    made = convert("# 关于\n\n## 一", is_page=True)
    assert str(finish(made, str)) == "<h1>关于</h1>\n<h2>一</h2>"


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("body", "line", "code", "written"),
    [
        ("一\n\n<b>粗</b>", 2, "raw-html", "<b>"),
        ("<script>alert(1)</script>", 0, "raw-html", "<script>"),
        ("<SVG/onload=alert(1)>", 0, "raw-html", "<SVG/onload=alert(1)>"),
        ("<img src=x onerror=alert(1)", 0, "raw-html", "<img src=x onerror=alert(1)>"),
        ("| <b> |\n| --- |\n| 1 |", 0, "raw-html", "<b>"),
        ("**<style>p{}</style>**", 0, "raw-html", "<style>"),
        ("&lt;i class='a'&gt;", 0, "raw-html", "<i class='a'>"),
        ("<?php ?>", 0, "raw-html", "<?php ?>"),
        ("<![CDATA[x]]>", 0, "raw-html", "<![CDATA[x]]>"),
        ("<!-- 注 -->", 0, "hidden-text", "<!-- 注 -->"),
        ('<div style="display:none">一</div>', 0, "hidden-text", '<div style="display:none">'),
        ("<p hidden>一</p>", 0, "hidden-text", "<p hidden>"),
        ("<details><summary>一</summary></details>", 0, "hidden-text", "<details>"),
        ("[一](https://a.cn){ onclick=x }", 0, "raw-html", "{ onclick=x }"),
        ("{: style='font-size:0' }", 0, "hidden-text", "{: style='font-size:0' }"),
        ("[](https://a.cn)", 0, "hidden-text", "[](https://a.cn)"),
        ("一\n\n[x]: https://a.cn", 2, "hidden-text", "[x]: https://a.cn"),
        ("![图](a.jpg)", 0, "body-photo", "![图](a.jpg)"),
        ("![图][1]\n\n[1]: a.jpg", 2, "body-photo", "![图](a.jpg)"),
        ("一&#x202e;二", 0, "bad-entity", "U+202E"),
        ("一&#8203;二", 0, "bad-entity", "U+200B"),
    ],
)
def test_what_visitors_must_not_get_is_told(body: str, line: int, code: str, written: str) -> None:
    assert told(body)[0] == (line, code, written)


@pytest.mark.parametrize(
    "body",
    [
        '[一](https://a.cn/"onmouseover="alert(1))',
        "```js onload=alert(1)\nlet a\n```",
        '``` { .x onclick="y" }\na\n```',
    ],
)
def test_no_handler_comes_out(body: str) -> None:
    made = convert(body)
    found = Elements(str(finish(made, str)))
    assert found.names <= {"p", "br", "a", "code"}
    assert found.attributes <= {"href"}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", 'x" onclick="y', "vbscript:x"]
)
def test_the_last_cleaning_stops_what_the_judge_let_through(address: str) -> None:
    found = Elements(str(finish(convert("[一](某)"), lambda _: address)))
    assert found.attributes <= {"href"}
    assert not any(":" in each for each in found.addresses)


# ---------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("[甲](乙)\n\n[丙]( https://A.cn/x )", [Link(0, "乙"), Link(2, "https://A.cn/x")]),
        ("[甲](<UP 咖啡> '题')", [Link(0, "UP 咖啡")]),
        ("[一 [二] 三](https://a.cn)", [Link(0, "https://a.cn")]),
        ("一\n[一\n二](https://a.cn)", [Link(2, "https://a.cn")]),
        ("[一][1]\n\n[1]: https://a.cn", [Link(2, "https://a.cn")]),
        ("[一]\n\n[一]: https://a.cn", [Link(2, "https://a.cn")]),
        ("一\n\n<https://a.cn/x>", [Link(2, "https://a.cn/x")]),
        ("<a@b.cn>", [Link(0, "mailto:a@b.cn")]),
        ("[一](&#106;ava&#x09;script:x)", [Link(0, "javascript:x")]),
        ("[一](a)\n[二](a)\n[三](a)", [Link(0, "a"), Link(1, "a"), Link(2, "a")]),
        ("`[一](a)`", []),
    ],
)
def test_links_of_every_form_are_found_on_their_line(body: str, links: list[Link]) -> None:
    assert list(convert(body).links) == links


def test_record_link_is_resolved() -> None:
    found = html("见[那里](白鹭社区)。", {"白鹭社区": "../../sites/bailu/"})
    assert found == '<p>见<a href="../../sites/bailu/">那里</a>。</p>'


def test_unknown_link_keeps_its_text() -> None:
    assert html("见[那里](某某)。", {"某某": ""}) == "<p>见<a>那里</a>。</p>"


@pytest.mark.parametrize(
    "target",
    [
        "https://www.gov.cn",
        "http://www.gov.cn/a?b=1&c=2#d",
        "HTTPS://WWW.gov.cn:443/",
        "mailto:a@b.cn",
        "tel:+86-10-12345",
    ],
)
def test_allowed_address(target: str) -> None:
    assert is_outward(target)
    assert refusal(target, {"www.gov.cn"}) is None


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("https://evil.example/", "foreign-link"),
        ("https://www.gov.cn.evil.example/", "foreign-link"),
        ("https://gov.cn/", "foreign-link"),
        ("https://www.gov.cn./", "foreign-link"),
        ("https://www.gov.cn:8443/", "foreign-link"),
        ("https://www.gоv.cn/", "foreign-link"),
        ("https://ｗｗｗ.gov.cn/", "foreign-link"),
        ("https://www%2egov.cn/", "foreign-link"),
        ("https://www.gov.cn@evil.example/", "bad-link"),
        ("https://www.gov.cn:x@evil.example", "bad-link"),
        ("https:\\\\evil.example", "bad-link"),
        ("https:evil.example", "bad-link"),
        ("https:///evil.example", "bad-link"),
        ("http://[", "bad-link"),
        ("//www.gov.cn/", "bad-link"),
        ("\\\\evil.example", "bad-link"),
        ("javascript:alert(1)", "bad-link"),
        ("JaVaScRiPt:alert(1)", "bad-link"),
        ("data:text/html,x", "bad-link"),
        ("file:///etc/passwd", "bad-link"),
        ("mailto:a@b.cn?body=x", "bad-link"),
        ("tel:javascript", "bad-link"),
    ],
)
def test_other_address_is_refused(target: str, code: str) -> None:
    assert is_outward(target)
    found = refusal(target, {"www.gov.cn"})
    assert found is not None
    assert found[0] == code


def test_look_alike_host_is_given_away() -> None:
    found = refusal("https://www.gоv.cn/", {"www.gov.cn"})
    assert found == (
        "foreign-link",
        {"written": "https://www.gоv.cn/", "host": "www.gоv.cn（www.xn--gv-fmc.cn）"},
    )


@pytest.mark.parametrize(
    ("source", "target", "permalink"),
    [
        ("about.md", "names/index.md", "names/"),
        ("about.md", "help.md", "help/"),
        ("help/a.md", "../about.md", "about/"),
        ("help/a.md", "index.md", "help/"),
        ("about.md", "index.md", ""),
        ("about.md", "../about.md", None),
        ("about.md", "/about.md", None),
    ],
)
def test_links_between_pages(source: str, target: str, permalink: str | None) -> None:
    assert page_permalink(source, target) == permalink
    assert permalink_of("README.md") == ""


# ---------------------------------------------------------------- too much


@pytest.mark.parametrize(
    "body",
    [
        "[" * 201,
        "![" * 201,
        "[[" * 101,
        "*a" * 401,
        "`" * 201,
        "> " * 11 + "一",
        "\n".join("    " * depth + "- 一" for depth in range(12)),
        "<div markdown>" * 201,
        "\n".join(["*" * 100] * 5),
        "&amp;" * 401,
    ],
)
def test_what_would_take_for_ever_is_told_before(body: str) -> None:
    found = too_complex("一\n\n" + body)
    assert found is not None
    assert (found.code, found.line >= 2) == ("too-complex", True)


def test_line_without_end_is_told() -> None:
    found = too_complex("一\n" + "党" * (MAX_LINE + 1))
    assert found is not None
    assert (found.line, found.code) == (1, "line-too-long")


def test_long_plain_texts_and_tables_are_fine() -> None:
    rows = "\n".join(f"| {n} | [甲](乙) | **{n}** |" for n in range(500))
    assert too_complex(f"{'党员' * 4000}\n\n| 一 | 二 | 三 |\n| - | - | - |\n{rows}") is None
    assert too_complex("\n".join(["- [甲](乙)：**一**"] * 300)) is None


def test_empty_text() -> None:
    assert convert("") == Converted()
