"""What is told of the wording: notices, all of them."""

from generator.messages.message import Message

ROWS = {
    "wording-term": Message(
        "用语不规范或过时",
        "“{context}”里的“{found}”：{why}。",
        "{advice}。依据：{source}。",
        is_notice=True,
    ),
    "wording-spelling": Message(
        "错别字",
        "“{context}”里的“{found}”：{why}。",
        "{advice}。依据：{source}。",
        is_notice=True,
    ),
    "wording-repeated": Message(
        "重复的字",
        "“{context}”里的“{found}”：{why}。",
        "{advice}。依据：{source}。",
        is_notice=True,
    ),
    "wording-mark": Message(
        "标点用得不对",
        "“{context}”里的“{found}”：{why}。",
        "{advice}。依据：{source}。",
        is_notice=True,
    ),
    "wording-half-width": Message(
        "中文里用了半角标点",
        "“{context}”里的“{found}”：{why}。",
        "{advice}。依据：{source}。",
        is_notice=True,
    ),
    "wording-unpaired": Message(
        "引号、括号或书名号不成对",
        "“{context}”里的“{found}”：{why}。",
        "{advice}。依据：{source}。",
        is_notice=True,
    ),
    "wording-space": Message(
        "多出来的空格、全角的数字或字母",
        "“{context}”里的“{found}”：{why}。",
        "{advice}。依据：{source}。",
        is_notice=True,
    ),
    "wording-number": Message(
        "数字的写法",
        "“{context}”里的“{found}”：{why}。",
        "{advice}。依据：{source}。",
        is_notice=True,
    ),
    "wording-date": Message(
        "日期、星期或周年对不上",
        "“{context}”里的“{found}”：{why}。",
        "{advice}。依据：{source}。",
        is_notice=True,
    ),
    "wording-name": Message(
        "同一个名称写成了两样",
        "“{context}”里的“{found}”：{why}。",
        "{advice}。依据：{source}。",
        is_notice=True,
    ),
    "wording-count": Message(
        "数目对不上",
        "“{context}”里的“{found}”：{why}。",
        "{advice}。依据：{source}。",
        is_notice=True,
    ),
    "wording-listed": Message(
        "名称里的数和列出的对不上",
        "“{name}”说的是 {said}，这条记录里列的是 {found}。",
        "核对是漏列了、多列了，还是数写错了。依据：数目应当相符。",
        is_notice=True,
    ),
    "wording-many": Message(
        "用语提醒较多",
        "用语方面有 {count} 处提醒：{kinds}。",
        "逐条看请运行 zhanting check --wording；提醒不会拦住发布。",
        is_notice=True,
    ),
}
