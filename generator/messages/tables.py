"""What is told of a table that is imported, and of its pictures."""

from generator.messages.message import Message

ROWS = {
    "import-error-value": Message(
        "格子里是错误值",
        "这一格显示的是“{written}”，是算错了的公式。",
        "把公式改对，或直接写上内容，再导入一次。",
    ),
    "import-not-calculated": Message(
        "公式还没有结果",
        "这一格是公式，文件里没有存它的结果。",
        "用 Excel 或 WPS 打开这个表，保存一次，再导入；或者直接写上内容。",
    ),
    "import-date-no-year": Message(
        "日期没有年份",
        "写的是“{written}”，看不出是哪一年。",
        "写全年月日，例如 2026-08-10；确实不知道年份，写成 --08-10。",
    ),
    "import-date-unclear": Message(
        "看不准是哪一天",
        "写的是“{written}”，{reason}。",
        "写成“年-月-日”，例如 2026-08-10；只知道年月，写 2026-08，并把格子的格式设成“文本”。",
    ),
    "import-province": Message(
        "没有这个省",
        "“{written}”不是省、自治区、直辖市的名称。{near}",
        "改成正确的名称，例如 贵州省。",
    ),
    "import-pattern": Message(
        "这一格看不懂",
        "“{heading}”写的是“{written}”，看不懂。",
        "写成 {example} 这样。",
    ),
    "import-part-missing": Message(
        "少了一格",
        "“{heading}”是空的，而“{key}”要用到它。",
        "把这一格填上，再导入一次。",
    ),
    "import-part-empty": Message(
        "有一格是空的",
        "“{heading}”是空的，“{key}”只写到“{written}”。",
        "知道就补上；不知道就不用管。",
        is_notice=True,
    ),
    "import-two-columns": Message(
        "两栏写的是同一项",
        "“{heading}”和“{other}”都是“{key}”，写的却不一样。",
        "只留一栏，或把其中一栏的标题改成别的。",
    ),
    "import-field-missing": Message(
        "表里没有这一栏",
        "表里没有“{key}”这一栏，而每条记录都要写。",
        "加上这一栏；或者全表都一样时，导入时加上 --fill {key}={example}。",
    ),
    "import-assumed": Message(
        "先写了一个值",
        "表里没有“{key}”这一栏，{count} 条都先写成了“{written}”。",
        "逐条核对再发布；全表都一样时，可以用 --fill {key}=… 指定，再导入一次。",
        is_notice=True,
    ),
    "import-captions": Message(
        "照片和图注对不上",
        "这一行有 {photos} 张照片、{captions} 条图注，分不清哪条是哪张的。",
        "照片和图注各写一栏，例如 照片1、图注1、照片2、图注2，一一对应。",
    ),
    "import-file-missing": Message(
        "找不到表里写的文件",
        "表里写了“{written}”，表格旁边没有这个文件。",
        "把文件放到表格所在的文件夹，或旁边的“照片”文件夹里，再导入一次。",
    ),
    "import-file-twice": Message(
        "同名的文件不止一个",
        "表里写了“{written}”，而旁边有几个这样的文件：{found}。",
        "给文件改名，让每个名字只有一个。",
    ),
    "import-picture-lost": Message(
        "表格里的图片丢了",
        "这一格有图片，但文件里没有存它（只是一个链接，或保存时丢了）。",
        "把图片重新插入到这一格，再导入一次。",
    ),
    "import-picture-between": Message(
        "看不出图片属于哪一行",
        "有一张浮动的图片压在几行之间，左上角在第 {row} 行靠下的地方。",
        "把图片拖到它那一行的格子里（或用“嵌入单元格”），再导入一次。",
    ),
    "import-picture-nowhere": Message(
        "有图片没有用到",
        "这张图片不在任何一条记录的行里，没有导入（{written}）。",
        "要用就把它拖到那条记录的行里，再导入一次；不用就不用管。",
        is_notice=True,
    ),
    "import-picture-tall": Message(
        "图片盖住了下面的行",
        "浮动的图片盖住了下面的行，按它的左上角归到第 {row} 行。",
        "核对这一条的照片对不对。",
        is_notice=True,
    ),
    "import-merged": Message(
        "合并的格子",
        "{range} 是合并的格子，第 {rows} 行也用了“{written}”。",
        "核对这几行是不是都该这样写。",
        is_notice=True,
    ),
    "import-left": Message(
        "有几个字没有用到",
        "“{left}”没有写进“{key}”。",
        "需要就写到正文里。",
        is_notice=True,
    ),
    "import-column-unused": Message(
        "有一栏没有用到",
        "“{heading}”这一栏没有导入，有内容的格子：{cells}。{near}",
        "要导入，就把标题改成能认得的名字（见模板）；不用就不用管。",
        is_notice=True,
    ),
    "import-personal": Message(
        "里面有个人信息",
        "这里有{kind} {written}，不能写进网站的内容里，所以这一条没有写入。",
        "删掉它，再导入一次。",
    ),
    "import-personal-column": Message(
        "个人信息没有导入",
        "“{heading}”这一栏是个人信息，没有写进任何地方（{count} 格）。",
        "网站上不能有这些内容，不用管。",
        is_notice=True,
    ),
    "import-row-skipped": Message(
        "有一行没有导入",
        "这一行像是{what}，没有导入：“{written}”。",
        "确实是一条记录的话，把这一行的名称和其他格子填全，再导入一次。",
        is_notice=True,
    ),
    "import-hidden": Message(
        "隐藏的行列也读了",
        "表里有隐藏或筛选掉的{what}，也一起导入了：{which}。",
        "不想导入就先删掉它们。",
        is_notice=True,
    ),
    "import-sheet-unused": Message(
        "有一张工作表没有导入",
        "这张工作表没有导入：{reason}。里面有 {count} 格内容。",
        "要导入，就照模板写上标题行；不用就不用管。",
        is_notice=True,
    ),
    "import-report": Message(
        "统计表不导入",
        "这些表由导出时统计出来，没有读：{sheets}。",
        "在里面改过数字的，请改到各条记录里，再导出一次。",
        is_notice=True,
    ),
    "import-kind-unclear": Message(
        "看不出是哪一类记录",
        "这张表可能是{kinds}。",
        "把工作表改名为类别的名字，例如“活动”；或者导入时加上 --kind 活动。",
    ),
    "import-row-of-none": Message(
        "找不到这一行属于哪条记录",
        "表里没有“{written}”这条记录，这一行没有用到。",
        "核对“记录”和“网址名”两格，要和记录所在的工作表里写的一样。",
    ),
    "import-position": Message(
        "位置看不懂",
        "“位置”写的是“{written}”，看不懂。",
        "照导出的表写，例如 清单[1].条目[2]；最外一层可以不写。",
    ),
}
