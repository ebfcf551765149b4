"""What counts as personal data, and what only looks like it. Every number here is made up."""

import random
import re
import string
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks import personal_data as pd
from generator.checks.personal_data import findings, key_of, without_personal_data

FOUND = [
    (pd.ID_NUMBER, "身份证11010519491231002X。", "11010519491231002X"),
    (pd.ID_NUMBER, "证件号码：11010519491231002x", "11010519491231002x"),
    (pd.ID_NUMBER, "身份证 110105 19491231 002X 已登记", "110105 19491231 002X"),
    (pd.ID_NUMBER, "1101-0519-4912-3100-2X", "1101-0519-4912-3100-2X"),
    (
        pd.ID_NUMBER,
        "号码１１０１０５１９４９１２３１００２Ｘ",
        "１１０１０５１９４９１２３１００２Ｘ",
    ),
    (pd.ID_NUMBER, "ID11010519491231002X", "11010519491231002X"),
    (pd.ID_NUMBER, "编号：11010519491231002X", "11010519491231002X"),
    (pd.ID_NUMBER, "https://example.org/?id=11010519491231002X", "11010519491231002X"),
    (pd.ID_NUMBER, "旧证110105491231002号", "110105491231002"),
    (pd.ID_NUMBER, "110105\u200b19491231\u200b002X", "110105\u200b19491231\u200b002X"),
    (pd.ID_NUMBER, "110105**19491231**002X", "110105**19491231**002X"),
    (pd.MOBILE, "手机13800138000。", "13800138000"),
    (pd.MOBILE, "请拨13800138000或来访", "13800138000"),
    (pd.MOBILE, "138-0013-8000", "138-0013-8000"),
    (pd.MOBILE, "138 0013 8000", "138 0013 8000"),
    (pd.MOBILE, "138.0013.8000", "138.0013.8000"),
    (pd.MOBILE, "138 00138000", "138 00138000"),
    (pd.MOBILE, "１３８００１３８０００", "１３８００１３８０００"),
    (pd.MOBILE, "+8613800138000", "8613800138000"),
    (pd.MOBILE, "+86 138 0013 8000", "+86 138 0013 8000"),
    (pd.MOBILE, "+86-138-0013-8000", "+86-138-0013-8000"),
    (pd.MOBILE, "008613800138000", "008613800138000"),
    (pd.MOBILE, "（＋86）13800138000", "（＋86）13800138000"),
    (pd.MOBILE, "张三（13800138000）", "13800138000"),
    (pd.MOBILE, "[电话](tel:13800138000)", "13800138000"),
    (pd.MOBILE, "Tel13800138000", "13800138000"),
    (pd.MOBILE, "1 3 8 0 0 1 3 8 0 0 0", "1 3 8 0 0 1 3 8 0 0 0"),
    (pd.MOBILE, "微信：13800138000", "13800138000"),
    (pd.MOBILE, "2024年13800138000", "13800138000"),
    (pd.MOBILE, "张三13800138000.jpg", "13800138000"),
    (pd.BANK_CARD, "卡号6222021234567890128", "6222021234567890128"),
    (pd.BANK_CARD, "6222 0212 3456 7890 128", "6222 0212 3456 7890 128"),
    (pd.BANK_CARD, "账号：6222-0212-3456-7890-128", "6222-0212-3456-7890-128"),
    (pd.BANK_CARD, "622202 1234567890128", "622202 1234567890128"),
    (pd.BANK_CARD, "4111 1111 1111 1111", "4111 1111 1111 1111"),
    (pd.BANK_CARD, "5555555555554444", "5555555555554444"),
    (pd.EMAIL, "请写信到zhangsan88@qq.com。", "zhangsan88@qq.com"),
    (pd.EMAIL, "zhang.san@163.com", "zhang.san@163.com"),
    (pd.EMAIL, "12345678@QQ.COM", "12345678@QQ.COM"),
    (pd.EMAIL, "邮箱：zhangsan＠126．com", "zhangsan＠126．com"),
    (pd.EMAIL, "zhangsan(at)gmail.com", "zhangsan(at)gmail.com"),
    (pd.EMAIL, "zhangsan @ vip.sina.com", "zhangsan @ vip.sina.com"),
    (pd.EMAIL, "zhangsan@outlook.com", "zhangsan@outlook.com"),
    (pd.EMAIL, "zhangsan@yahoo.com.cn", "zhangsan@yahoo.com.cn"),
    (pd.EMAIL, "13800138000@139.com", "13800138000@139.com"),
    (pd.TRAVEL_PERMIT, "护照号码：E12345678", "E12345678"),
    (pd.TRAVEL_PERMIT, "护照EA1234567", "EA1234567"),
    (pd.TRAVEL_PERMIT, "港澳通行证号C12345678", "C12345678"),
    (pd.TRAVEL_PERMIT, "回乡证 H12345678", "H12345678"),
    (pd.TRAVEL_PERMIT, "台胞证：12345678", "12345678"),
    (pd.CHAT_ACCOUNT, "微信号：zhang_san88", "zhang_san88"),
    (pd.CHAT_ACCOUNT, "加微信: zhangsan88", "zhangsan88"),
    (pd.CHAT_ACCOUNT, "WeChat ID: zhangsan88", "zhangsan88"),
    (pd.CHAT_ACCOUNT, "QQ：123456789", "123456789"),
    (pd.CHAT_ACCOUNT, "qq号码12345", "12345"),
    (pd.HOME, "家住石榴路18号", "石榴路18号"),
    (pd.HOME, "住址：白鹭小区3号楼2单元501室", "白鹭小区3号楼2单元501室"),
    (pd.HOME, "他住在白鹭小区3号楼2单元501室", "他住在白鹭小区3号楼2单元501室"),
    (pd.HOME, "，白鹭花园12栋1203室", "白鹭花园12栋1203室"),
    (pd.HOME, "，张家村三组12号", "张家村三组12号"),
    (pd.HOME, "，红旗村第2组15号", "红旗村第2组15号"),
    (pd.BIRTHDAY, "出生日期：1980-05-12", "1980-05-12"),
    (pd.BIRTHDAY, "生日: 1980年5月12日", "1980年5月12日"),
    (pd.PLATE, "车牌号鲁B12345", "鲁B12345"),
    (pd.PLATE, "车牌：鲁B·D12345", "鲁B·D12345"),
]
PASSED = [
    "统一社会信用代码：91350100M000100Y43",
    "信用代码 12370200MB2858901X",
    "鲁ICP备20240513号-1",
    "鲁公网安备37020202000123号",
    "网站标识码3702000001",
    "电话0532-88888888",
    "电话：（0532）88888888转8001",
    "服务热线400-800-1234",
    "请拨12345或12371",
    "8008201234",
    "2024年5月13日至2024年12月31日",
    "20240513 20241231",
    "2024-05-13 08:30—20:30",
    "投入13800138000元",
    "产值138001380.00元",
    "总额13800138000.55",
    "订单号：13800138000",
    "项目编号 18612345678",
    "流水号6222021234567890128",
    "ISBN 978-7-121-35678-9",
    "统一书号：13800138000",
    "合同号2024-13800138000-01",
    "NO13800138000",
    "113800138000",
    "138001380001",
    "12800138000",
    "6222021234567890129",
    "1234567812345670",
    "110105194913310021",
    "11010519491231002",
    "110105194912310021",
    "991105194912310021",
    "https://example.org/a/13800138000.html",
    "http://example.org/20180712/4111111111111111.shtml",
    "dangjian@jiaonan.gov.cn",
    "service@zhanting.example",
    "news@people.com.cn",
    "@qq.com",
    "a@mail.example.org",
    "微信公众号：tongxinjuli",
    "官方微信：tongxinjuli",
    "公众微信号：tongxinjuli",
    "微信群里三百多人",
    "用微信小程序报名",
    "QQ群：123456789",
    "建了QQ、微信两个群，1500人",
    "地址：石榴路18号院内",
    "地址：万达广场写字楼A座1203室",
    "党群服务中心3号楼201会议室",
    "软件园2号楼5层",
    "家住3号楼的王奶奶",
    "家住白鹭社区",
    "他1980年5月出生",
    "李大钊，1889年10月29日出生",
    "办理护照、通行证等12345678项",
    "第3组12号展位",
    "白鹭村三组的乡亲",
    "1+5+X",
    "鲁B12345次列车",
    "党员1800余名，辖区7830平方米，企业150家，楼宇31座，2019年",
    "0.13800138000",
    "13,800,138,000",
    "sha256 1380013800013800138000138001380001380013800013800138000138001380",
]


@pytest.mark.parametrize(("kind", "text", "written"), FOUND)
def test_found(kind: str, text: str, written: str) -> None:
    found = findings(text)
    assert [each.kind for each in found] == [kind]
    assert found[0].text == text[found[0].start : found[0].end] == written


@pytest.mark.parametrize("text", PASSED)
def test_passed(text: str) -> None:
    assert findings(text) == ()


def test_several_stand_in_their_order() -> None:
    found = findings("张三，手机13800138000，邮箱zhangsan88@qq.com，身份证11010519491231002X")
    assert [each.kind for each in found] == [pd.MOBILE, pd.EMAIL, pd.ID_NUMBER]


def test_masked_shows_neither_number_nor_mailbox() -> None:
    text = "手机138 0013 8000，zhangsan88@qq.com，11010519491231002x，QQ：12345"
    shown = [each.masked for each in findings(text)]
    assert shown == ["138****8000", "z****@qq.com", "110****002X", "1****5"]
    masked = without_personal_data(text)
    assert masked == "手机138****8000，z****@qq.com，110****002X，QQ：1****5"
    assert findings(masked) == ()


def test_spellings_of_one_number_have_one_key() -> None:
    spellings = ["13800138000", "+86 138-0013-8000", "１３８ ００１３ ８０００", "008613800138000"]
    assert {key_of(each) for each in spellings} == {"13800138000"}
    assert key_of("Zhang.San (at) QQ.com") == "zhang.san@qq.com"


# ---------------------------------------------------------------- properties

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    """A valid ID number, written independently of the code under test."""
    province = draw(st.sampled_from(["11", "13", "21", "31", "37", "44", "50", "54", "65", "81"]))
    day = draw(st.dates(min_value=date(1920, 1, 1), max_value=date(2024, 12, 31)))
    digits = f"{province}{draw(st.integers(100, 9099)):04d}{day:%Y%m%d}"
    digits += f"{draw(st.integers(1, 999)):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=30)


@given(id_numbers(), st.data(), CHINESE, CHINESE)
@settings(max_examples=300, deadline=None)
def test_every_id_number_is_found(
    number: str, data: st.DataObject, before: str, after: str
) -> None:
    """However it is cut by spaces and hyphens, in either width and case, in any Chinese text."""
    gaps = st.sampled_from(["", "", " ", "-", "—", "  ", "\u3000", "·"])
    written = number[0] + "".join(data.draw(gaps) + sign for sign in number[1:])
    if data.draw(st.booleans()):
        written = written.translate({ord(d): ord(d) + 0xFEE0 for d in string.digits + "X"})
    found = findings(f"{before}{written}{after}")
    assert [(each.kind, each.text) for each in found if each.kind == pd.ID_NUMBER] == [
        (pd.ID_NUMBER, written)
    ]


@given(st.integers(0, 2**32), CHINESE)
@settings(max_examples=300, deadline=None)
def test_no_credit_code_is_taken_for_a_person(seed: int, before: str) -> None:
    """Valid codes of organisations by GB 32100, after the words that say what they are."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    choose = random.Random(seed)
    body = choose.choice(["91", "92", "12", "51", "93"]) + f"{choose.randrange(110000, 660000)}"
    body += "".join(choose.choices(signs[:10] if seed % 2 else signs, k=9))
    total = sum(signs.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    code = body + signs[-total % 31]
    assert findings(f"{before}，统一社会信用代码：{code}。") == ()


@pytest.mark.parametrize("text", [text for _, text, _ in FOUND])
def test_nothing_found_is_lost_among_other_texts(text: str) -> None:
    for around in ("", "甲", "7", "a", "二〇二四年", " "):
        assert pd.may_hold_any(pd.APART.join([around, "2024-05-13", text, around]))
        assert pd.may_hold_any(around + text + around)


@settings(max_examples=800, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([*"012３ -.·中\n", "013-", "1８ 0"]), min_size=6))
def test_quick_looks_at_digits_see_the_same(pieces: list[str]) -> None:
    """The pattern that begins with the first digit of a run only finds what the plain one does."""
    text = "".join(pieces)
    plain = re.search(r"\d(?:[^\d\u4e00-\u9fff]{0,3}\d){10}", text)
    assert bool(pd._DIGITS.search(text)) == bool(plain)


@settings(max_examples=800, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from([*"0135789X -.年室户元单号室@\n\u3000＠一", "138", "单元", "微信", "QQ"])
    )
)
def test_quick_looks_at_rooms_see_the_same(pieces: list[str]) -> None:
    """The pattern that looks from the end finds a room exactly where the plain one does."""
    text = "".join(pieces)
    plain = re.search(r"\d{3}\s?[室户]|\d\s?单元", text)
    assert any(room.search(text) for room in pd._ROOMS) == bool(plain)
    if findings(text):
        assert pd.may_hold_any(f"5{pd.APART}{text}{pd.APART}5")
