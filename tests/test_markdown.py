"""Bodies become harmless HTML: text stays, what could do harm does not."""

from html.parser import HTMLParser

import pytest

from generator.markdown import BodyLink, images_in, links_in, to_html


def html(body: str, addresses: dict[str, str] | None = None) -> str:
    """HTML of a body; links to anything but `addresses` stay as written."""
    return str(to_html(body, lambda written: (addresses or {}).get(written, written)))


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


# ---------------------------------------------------------------- what is made harmless


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<b>粗</b>", "<p>&lt;b&gt;粗&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<!-- 注 -->", "<p>&lt;!-- 注 --&gt;</p>"),
        ("<?php ?>", "<p>&lt;?php ?&gt;</p>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("    <b>", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("3 < 5 & 5 > 3", "<p>3 &lt; 5 &amp; 5 &gt; 3</p>"),
        ("<https://evil.example>", "<p>&lt;https://evil.example&gt;</p>"),
        ("<a@b.cn>", "<p>&lt;a@b.cn&gt;</p>"),
    ],
)
def test_raw_html_stands_there_as_typed(body: str, expected: str) -> None:
    assert html(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        '<img src="x" onerror="alert(1)">',
        '<div onclick="alert(1)">\n\n一\n\n</div>',
        "<svg/onload=alert(1)>",
        '<a href="https://evil.example">一</a>',
        "<iframe src=//evil.example></iframe>",
        '[一](https://a.cn/"onmouseover="alert(1))',
        "**<style>p{}</style>**",
        "| <b> |\n| --- |\n| <script> |",
        "{: onclick=alert(1) }\n一\n{: style='x' }",
    ],
)
def test_no_handler_nor_foreign_element_comes_out(body: str) -> None:
    found = Elements(html(body))
    assert found.names <= {"p", "br", "a", "strong", "table", "thead", "tbody", "tr", "th", "td"}
    assert found.attributes <= {"href"}
    assert not any("evil" in address for address in found.addresses)


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc"],
)
def test_dangerous_link_keeps_its_text_only(target: str) -> None:
    assert html(f"[一]({target})") == "<p><a>一</a></p>"


@pytest.mark.parametrize(
    "body",
    [
        "[一][1]\n\n[1]: https://evil.example",
        "[一]\n\n[一]: https://evil.example",
        "[一 [二] 三](https://evil.example)",
        "[一\n二](https://evil.example)",
        "![图][1]\n\n[1]: https://evil.example/a.jpg",
    ],
)
def test_link_that_no_check_sees_gets_no_address(body: str) -> None:
    assert links_in(body, 1) == []
    assert "evil" not in html(body)


def test_images_are_dropped_and_their_neighbours_stay() -> None:
    assert html("前![图](a.jpg)后") == "<p>前后</p>"


# ---------------------------------------------------------------- links


def test_record_link_is_resolved() -> None:
    found = html("见[那里](白鹭社区)。", {"白鹭社区": "../../sites/bailu/"})
    assert found == '<p>见<a href="../../sites/bailu/">那里</a>。</p>'


def test_unknown_link_keeps_its_text() -> None:
    assert html("见[那里](某某)。", {"某某": ""}) == "<p>见那里。</p>"


@pytest.mark.parametrize(
    "address",
    ["https://www.gov.cn/a?b=1&c=2#d", "https://a.cn/a_b_c*d*", "mailto:a@b.cn", "tel:110"],
)
def test_other_addresses_come_out_as_they_are(address: str) -> None:
    assert html(f"[一]({address})") == f'<p><a href="{address.replace("&", "&amp;")}">一</a></p>'


def test_links_and_images_know_their_line() -> None:
    body = "一[甲](乙)\n![图](a.jpg)\n[丙]( https://A.cn/x )[丁](tel:110)"
    assert links_in(body, 10) == [
        BodyLink(10, "乙"),
        BodyLink(12, "https://A.cn/x"),
        BodyLink(12, "tel:110"),
    ]
    assert images_in(body, 10) == [BodyLink(11, "![图](a.jpg)")]


@pytest.mark.parametrize(
    ("target", "host", "elsewhere"),
    [
        ("白鹭社区", "", False),
        ("https://WWW.gov.cn/a", "www.gov.cn", True),
        ("//evil.example/a", "evil.example", True),
        ("https://www.gov.cn@evil.example", "www.gov.cn@evil.example", True),
        ("http://[", "http://[", True),
        ("mailto:a@b.cn", "", True),
        ("tel:110", "", True),
        ("javascript:alert(1)", "", False),
    ],
)
def test_link_tells_where_it_goes(target: str, host: str, elsewhere: bool) -> None:
    link = BodyLink(1, target)
    assert (link.host, link.is_elsewhere) == (host, elsewhere)
