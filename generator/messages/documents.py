"""What is told of a Word document that is imported."""

from generator.messages.message import Message

ROWS = {
    "word-left-out": Message(
        "Word 里有没导入的内容",
        "{what}没有导入{shown}。",
        "要用的话，请在生成的记录里自己补上；不用就不管它。",
        is_notice=True,
    ),
    "word-revisions": Message(
        "Word 里有修订记录",
        "稿件开着修订：插入的 {inserted} 处算数，删除、移走的 {deleted} 处没有导入。",
        "请核对是不是要这样；最好在 Word 里先“接受所有修订”再导入。",
        is_notice=True,
    ),
    "word-number-format": Message(
        "不认识的编号样式",
        "自动编号用了不认识的样式（{format}），按 1、2、3 写出。",
        "请对照原稿核对编号。",
        is_notice=True,
    ),
    "word-empty-number": Message(
        "有编号没有文字",
        "这一段只有自动编号“{number}”，没有文字，没有导入。",
        "请对照原稿，看后面的编号有没有跳号。",
        is_notice=True,
    ),
    "word-link": Message(
        "链接的地址没有写进正文",
        "“{shown}”带着链接 {address}，只保留了文字。",
        "要链接的话，请在正文里自己写上；要注明出处，就写到“来源”里。",
        is_notice=True,
    ),
    "word-symbol": Message(
        "有认不出的符号",
        "有一个符号认不出来（字体 {font}，编号 {number}），写成了“□”。",
        "请对照原稿，改成正确的字或删掉。",
        is_notice=True,
    ),
    "word-differs": Message(
        "两种读法不一样",
        "用另一种方法读这份稿件，多出了这些字，没有导入：“{text}”。",
        "请对照原稿，要用的话自己补上，并把这份稿件发给管理员看看。",
        is_notice=True,
    ),
    "word-not-compared": Message(
        "没能用另一种方法核对",
        "这份稿件没能用另一种方法再读一遍（{reason}），不能保证没有漏字。",
        "请对照原稿，通读一遍生成的记录。",
        is_notice=True,
    ),
    "word-no-title": Message(
        "没有标题",
        "稿件里没有标题，名称先写成“{name}”，不能发布。",
        "在稿件第一段写上标题（居中、比正文大，或用“标题”样式）再导入；或者在生成的记录里改“名称”。",
        is_notice=True,
    ),
    "word-title-rival": Message(
        "还有一行像标题",
        "“{written}”也像标题，留在了正文里。",
        "它才是标题的话，请改“名称”，并把它从正文里删掉。",
        is_notice=True,
    ),
    "word-lost": Message(
        "有一行不知放在哪里",
        "“{written}”没有放进记录的任何地方。",
        "要用的话，请自己补上，并把这份稿件发给管理员看看。",
        is_notice=True,
    ),
    "word-title-lines": Message(
        "标题有几行",
        "标题写了 {count} 行，连成了“{title}”。",
        "请核对“名称”，断开的地方要不要空格。",
        is_notice=True,
    ),
    "word-date": Message(
        "日期没有写进去",
        "日期不存在或看不懂：“{written}”，{reason}。没有写入。",
        "核对以后，在生成的记录里写上“日期: 年-月-日”。",
        is_notice=True,
    ),
    "word-year": Message(
        "日期没有写年份",
        "“{written}”没有写年份，别处也看不出是哪一年，只写了月日。",
        "知道的话，请在生成的记录里补上年份。",
        is_notice=True,
    ),
    "word-empty-label": Message(
        "项目后面是空的",
        "“{label}”为空，后面没有内容。",
        "在生成的记录里补上“{label}”；不清楚就不写。",
        is_notice=True,
    ),
    "word-label-again": Message(
        "稿件里同一项写了两次",
        "“{label}”前面已经写过，这一处（“{written}”）留在了正文里。",
        "请核对用哪一个，把多余的从正文里删掉。",
        is_notice=True,
    ),
    "word-unused": Message(
        "没有用上",
        "“{text}”没有用上：{reason}。",
        "要用的话，请在生成的记录里自己写上。",
        is_notice=True,
    ),
    "word-names": Message(
        "人名要核对",
        "“{written}”{reason}。",
        "请核对生成的记录里的“人物”，一人一条。",
        is_notice=True,
    ),
    "word-personal": Message(
        "个人信息没有写入",
        "{labels}是个人信息，没有写进记录的任何地方。",
        "网站不需要这些。稿件本身请另外妥善保管，不要放进 content。",
        is_notice=True,
    ),
    "word-number": Message(
        "号码没有写入",
        "这里有{kind}，写成了“（{kind}略）”。",
        "网站不公开个人号码；要留办公电话，请在生成的记录里自己写上。",
        is_notice=True,
    ),
    "word-merged": Message(
        "表格里有合并的格子",
        "表格 {number} 里有合并的格子：竖着合并的，每一行都写了一遍；横着合并的，写在第一格。",
        "请对照原稿核对这张表。",
        is_notice=True,
    ),
    "word-no-caption": Message(
        "照片没有图注",
        "第 {number} 张图没有图注{question}。",
        "在生成的记录里，给“{photo}”写上图注：谁在哪里做什么。",
        is_notice=True,
    ),
    "word-stray-caption": Message(
        "图注没有找到它的图",
        "{question}，留在了正文里。",
        "要用的话，请把它写到对应照片的“图注”里，并从正文里删掉。",
        is_notice=True,
    ),
    "word-picture": Message(
        "有一张图没有导入",
        "第 {number} 张图没有导入：{reason}。",
        "请在 Word 里右键点图，选“另存为图片”，存成 JPG 或 PNG，放进记录的文件夹。",
        is_notice=True,
    ),
    "word-picture-changed": Message(
        "图片改过格式或方向",
        "第 {number} 张图{change}。",
        "请在预览里看看对不对。",
        is_notice=True,
    ),
    "word-kind": Message(
        "类别是推得的",
        "稿件没有写是哪一类，按“{kind}”导入：{reason}。",
        "不对的话，加上 --kind 再导入一次，例如 --kind 先锋人物。",
        is_notice=True,
    ),
    "word-characters": Message(
        "换掉了会被当成代码的符号",
        "“{written}”里的符号会被当成网页代码或排版记号，换成了全角的。",
        "请核对；多半不用再改。",
        is_notice=True,
    ),
}
