"""What is told of the fields of a record, each by itself."""

from generator.messages.message import Message

ROWS = {
    "unknown-key": Message(
        "没有这一项",
        "没有“{written}”这一项。{near}",
        "改成正确的名字；不需要就删掉这一行。可用的有：{known}。",
    ),
    "both-languages": Message(
        "同一项用中文和英文各写了一次",
        "“{written}”和第 {first} 行的“{other}”是同一项，写了两次。",
        "只留“{key}”，删掉另一个。",
    ),
    "missing-field": Message(
        "缺少必填项",
        "缺少“{key}”（{help}）。",
        "加上：{example}",
    ),
    "wrong-shape": Message(
        "写法的层次不对",
        "“{key}”这里应当写{expected}，现在写的是{found}。",
        "照这个样子改：{example}",
    ),
    "unknown-choice": Message(
        "不在可选范围内",
        "“{written}”不在可选的范围里。{near}",
        "从这些里面选一个：{known}。",
    ),
    "bad-date": Message(
        "日期不对",
        "写的是“{written}”，{reason}。",
        "写成“年-月-日”，例如 2024-05-13；只知道年月写 2024-05，没有年份写 --05-19，"
        "大约写 2017-12~。",
    ),
    "bad-number": Message(
        "这里要写数字",
        "写的是“{written}”，不是数字。",
        "只写数字，可带“余、多、近、约、超过、以下”，例如 1800余、近400、10万；"
        "单位写到“单位”一项里。",
    ),
    "bad-yes-no": Message(
        "这里要写是或否",
        "写的是“{written}”。",
        "只写“是”或“否”。",
    ),
    "bad-region": Message(
        "地区写得不全",
        "写的是“{written}”，{reason}。",
        "从大到小写，中间用空格隔开，例如：山东 济南 历城区。",
    ),
    "bad-slug": Message(
        "网址名不合规则",
        "“{written}”不能作网址。{reason}",
        "改成小写字母、数字和减号，例如 {example}；也可以直接用中文命名文件夹，网址会自动用拼音。",
    ),
    "bad-file-name": Message(
        "文件名写法不对",
        "“{written}”{reason}。",
        "把照片复制到这条记录自己的文件夹里，这里只写文件名，例如 合影.jpg。",
    ),
    "bad-address": Message(
        "网址不对",
        "“{written}”不是完整的网址。",
        "从浏览器地址栏整段复制，以 https:// 开头。",
    ),
    "bad-reply-address": Message(
        "邮箱或网址不对",
        "“{written}”不是邮箱，也不是完整的网址。",
        "写邮箱（如 dangjian@example.org），或者从浏览器地址栏整段复制，以 https:// 开头。",
    ),
    "too-long": Message(
        "文字太长",
        "“{key}”有 {length} 个字，最多 {limit} 个字。",
        "请精简；细节写到正文里。",
    ),
    "markup": Message(
        "夹带了网页代码",
        "“{written}”里有尖括号写的网页代码。",
        "只写文字。需要尖括号时用中文的书名号《》或〈〉。",
    ),
    "count-too-small": Message(
        "列出的比声明的多",
        "“{key}”写了 {declared}，下面却列了 {listed} 个。",
        "核对数目：改正“{key}”，或删去多列的。",
    ),
    "placeholder": Message(
        "还没有换成自己的内容",
        "“{key}”还是新建时的例子：“{written}”。",
        "换成这条记录自己的内容；没写好以前，留着“草稿: 是”。",
    ),
    "draft-lacks": Message(
        "草稿还缺一项",
        "草稿里还没有写“{key}”，预览里暂时显示成“{shown}”，不算数。",
        "从这些里面选一个写上，才能发布：{known}。",
        is_notice=True,
    ),
    "end-before-start": Message(
        "结束早于开始",
        "结束日期 {end} 早于开始日期 {start}。",
        "核对两个日期，是不是写反了。",
    ),
}
