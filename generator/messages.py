"""The one table of what staff are told, by permanent code. Imports nothing of ours."""

from dataclasses import dataclass, replace

# Codes of notices about the wording begin so.
WORDING = "wording-"


@dataclass(frozen=True)
class Message:
    """How one fault is told. `what` and `mend` take named facts in braces."""

    title: str
    what: str
    mend: str
    is_notice: bool = False

    def with_corner_quotes(self, fact: str) -> "Message":
        """The same message with 「」 around one fact."""
        plain, corner = f"“{{{fact}}}”", f"「{{{fact}}}」"
        what, mend = (text.replace(plain, corner) for text in (self.what, self.mend))
        return replace(self, what=what, mend=mend)


MESSAGES: dict[str, Message] = {
    # ---- reading a file
    "not-utf8": Message(
        "文件编码不对",
        "这个文件不是 UTF-8 编码，{encoding}。",
        "用记事本打开，点“文件—另存为”，编码选“UTF-8”，保存后再检查。",
    ),
    "bad-character": Message(
        "有看不见的控制字符",
        "第 {column} 个字处有一个看不见的控制字符（{character}），多半是从别处粘贴带进来的。",
        "把这一行删掉，重新手打一遍，不要粘贴。",
    ),
    "zero-width": Message(
        "去掉了看不见的零宽字符",
        "从第 {column} 个字起，共有 {count} 个看不见的零宽字符（多半从网页粘贴来），已替您去掉。",
        "网页上没有影响；想让文件也干净，把这些地方删掉重打一遍。",
        is_notice=True,
    ),
    "bad-escape": Message(
        "写了看不见的字符",
        "英文双引号里的反斜杠写法，变成了看不见的字符（{character}）。",
        "去掉反斜杠和它后面的代号；要显示反斜杠，就把英文双引号去掉，或写两个反斜杠。",
    ),
    "bad-name": Message(
        "文件或文件夹的名字不能用",
        "名字“{written}”{reason}。",
        "给它改个名字，用中文、英文字母、数字和减号就好；照片改了名，记录里也要跟着改。",
    ),
    "name-collision": Message(
        "几个名字会被当成同一个",
        "这个文件夹里的 {names} 只差大小写或写法，在 Windows 和苹果电脑上会互相覆盖。",
        "给其中一个换个名字，或删掉多余的。",
    ),
    "too-many-folders": Message(
        "文件夹套得太深",
        "文件夹一层套一层，超过了 {limit} 层。",
        "把记录的文件夹往上移，每类下面最多再分一两层。",
    ),
    "forbidden-file": Message(
        "不能放的文件",
        "“{written}”是网页、脚本或程序（{suffix}），不会发布；不是自己放的，可能是别人塞进来的。",
        "删掉它。图片请存成 JPG 或 PNG；要给读者下载的文件，请存成 PDF。",
    ),
    "file-unused": Message(
        "有没用到的文件",
        "“{written}”没有用在任何记录里，不会发布。",
        "要给读者下载，就写到“附件”里；不用就移走。",
        is_notice=True,
    ),
    "page-file": Message(
        "固定页面里没用到的文件",
        "固定页面的文件夹里只有 .md 文件会发布，“{written}”不会。",
        "移走它；要放照片或给读者下载的文件，请写成一条记录。",
        is_notice=True,
    ),
    "line-too-long": Message(
        "一行太长",
        "这一行有 {length} 个字，超过了上限 {limit}，多半是粘贴错了。",
        "删掉多余的内容，或用回车分成几段。",
    ),
    "too-many-values": Message(
        "资料部分内容太多",
        "资料部分超过了 {limit} 项。",
        "删掉粘贴错的内容；确实很多，就分成几条记录，或做成附件。",
    ),
    "too-large": Message(
        "文件太大",
        "这个文件有 {size}，超过了上限 {limit}。",
        "正文只放文字；照片、附件放在同一个文件夹里，不要贴进文字中。",
    ),
    "unreadable": Message(
        "文件读不了",
        "这个文件打不开（{reason}）。",
        "请确认文件没有被别的程序占用、也不是快捷方式，再重新放一份进来。",
    ),
    "empty-file": Message(
        "文件是空的",
        "这个文件里什么也没有。",
        "不需要就删掉整个文件夹；需要就运行 zhanting new 重新生成一份，再填写。",
    ),
    "no-front-matter": Message(
        "缺少开头的资料部分",
        "文件第一行不是三个减号，找不到资料部分。",
        "第一行写 ---，下面一行一项写资料（如 名称: 某某示范点），写完再用一行 --- 结束。",
    ),
    "front-matter-open": Message(
        "资料部分没有结束",
        "开头有 ---，但后面没有第二行 ---，分不清哪里是正文。",
        "在最后一项资料的下一行加上一行 ---（三个英文减号，前面不要有空格）。",
    ),
    "yaml-syntax": Message(
        "资料部分的写法有误",
        "这一行读不懂：“{written}”。{reason}",
        "{mend}",
    ),
    "full-width-colon": Message(
        "冒号是全角的",
        "“{key}”后面的冒号是中文全角的“：”。",
        "改成英文冒号加一个空格，写作“{key}:{value}”。",
    ),
    "no-space-after-colon": Message(
        "冒号后面少了空格",
        "“{key}:”后面紧跟着内容，中间少一个空格。",
        "在冒号后面加一个空格，写作“{key}:{value}”。",
    ),
    "no-space-after-dash": Message(
        "减号后面少了空格",
        "减号后面紧跟着“{value}”，中间少一个空格。",
        "在减号后面加一个空格，写作“- {value}”。",
    ),
    "hash-in-text": Message(
        "井号后面的字会丢",
        "“{written}”里有井号 #，它和后面的字会被当成注解，不显示。",
        "给整段内容加上英文双引号，井号就会照样显示。",
    ),
    "fence": Message(
        "分隔线不对",
        "这一行写的是“{written}”，不是三个英文减号。",
        "改成 ---（三个英文减号，前后不要有别的字）。",
    ),
    "tab-indent": Message(
        "用了制表符缩进",
        "这一行开头用的是 Tab 键（制表符）。",
        "把行首的 Tab 删掉，改用空格，每一层缩进两个空格。",
    ),
    "duplicate-key": Message(
        "同一项写了两次",
        "“{key}”在第 {first} 行已经写过，这里又写了一次。",
        "只留一个，删掉另一个。",
    ),
    "yaml-feature": Message(
        "用了不支持的特殊符号",
        "这里用了特殊写法“{written}”，本站不支持。",
        "如果这是要显示的文字，请给整段内容加上英文双引号；否则删掉。",
    ),
    "too-deep": Message(
        "层数太多",
        "这里一层套一层，超过了 {limit} 层。",
        "减少缩进的层数，把内容写到正文里。",
    ),
    "stray-file": Message(
        "文件放错了地方",
        "这个文件不在任何一条记录的文件夹里，不会显示到网站上。",
        "每条记录用一个文件夹，文字存成其中的 index.md，例如 {example}。",
    ),
    "no-record-file": Message(
        "文件夹里没有记录",
        "这个文件夹里有文件，却没有 index.md，里面的东西都不会显示。{near}",
        "把写文字的文件改名为 index.md（Windows 里先打开“查看—文件扩展名”）；不需要就删掉文件夹。",
    ),
    "unknown-folder": Message(
        "没有这个类别的文件夹",
        "“{written}”不是已有的类别文件夹。{near}",
        "类别文件夹有：{known}。请把里面的内容移到对应的文件夹。",
    ),
    # ---- the fields of a record
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
    # ---- between records
    "unknown-reference": Message(
        "找不到所指的记录",
        "找不到名叫“{written}”的{kinds}。{near}",
        "{mend}",
    ),
    "ambiguous-reference": Message(
        "不知道指哪一条记录",
        "叫“{written}”的不止一条：{found}。",
        "改写成网址名来区分，例如 {example}。",
    ),
    "several-in-one": Message(
        "几个名称写在了一起",
        "“{written}”里好像有几个名称，只会当成一个。",
        "一行写一个，每行以减号加空格开头；也可以写成 [甲, 乙]，用英文逗号。",
    ),
    "plain-name": Message(
        "没有连到记录",
        "“{written}”没有对应的记录，会按普通文字显示。名称相近的有：{known}。",
        "如果指的就是它，请写它的名称；确实是另一个，就写成“外部:{written}”。",
        is_notice=True,
    ),
    "same-name": Message(
        "两条记录同名",
        "叫“{written}”的{kind}不止一条：{files}。",
        "是不小心多复制了一份，就删掉一份；确实同名，就给名称加上区别。",
        is_notice=True,
    ),
    "no-address": Message(
        "没有写网站的网址",
        "网站设置里没有“网址”，所以没有二维码、订阅、网站地图和分享图。",
        "网址定下来以后，在 website.yml 里加一行，例如 网址: https://example.org/。",
        is_notice=True,
    ),
    "share-without-name": Message(
        "分享图上写不出这个名称",
        "名称里的“{missing}”字库里没有，这一页的分享图上只写类型，不写名称。",
        "网页上照常显示，不必改；想让分享图也写上，可以换一个通用的字。",
        is_notice=True,
    ),
    "no-cover": Message(
        "封面没有照片",
        "“{written}”没有可用的照片，首页上不会有封面。",
        "换一条有照片的记录，或删掉“封面”这一行。",
    ),
    "draft-reference": Message(
        "指向了草稿",
        "“{written}”还是草稿（{target}），网站上没有这一页。",
        "把那条记录的“草稿: 是”删掉再发布，或先去掉这里的引用。",
    ),
    "same-address": Message(
        "两条记录的网址相同",
        "网址 /{address} 被这些文件同时占用：{files}。",
        "给其中一个加一行“网址名: {example}”，或改文件夹的名字。",
    ),
    "reserved-address": Message(
        "网址名是保留的",
        "“{written}”是本站列表页专用的网址，记录不能用。",
        "换一个文件夹名，或加一行：网址名: {example}",
    ),
    "unknown-figure": Message(
        "找不到这个数字",
        "“{record}”里没有名为“{written}”的数字。{near}",
        "那条记录里的数字有：{known}。",
    ),
    "loop": Message(
        "上级单位绕成了圈",
        "顺着“上级”往上找，又回到了自己：{path}。",
        "核对这几个单位的“上级”，去掉写错的一个。",
    ),
    "foreign-link": Message(
        "外部链接不在许可名单里",
        "链接“{written}”指向许可名单以外的网站 {host}。",
        "确需链接时，请管理员把 {host} 加进 content/website.yml 的“许可链接”；否则去掉链接。",
    ),
    "bad-link": Message(
        "链接的写法不对",
        "链接“{written}”不能用：{reason}。",
        "站内的写记录的名称；别的网站写完整的网址，如 https://www.gov.cn/；不需要就去掉链接。",
    ),
    "page-not-found": Message(
        "链接的页面不存在",
        "网站上没有“{written}”这一页。",
        "链接到记录就写记录的名称；链接到别的固定页面就写它的文件名，如 about.md。",
    ),
    "page-photo": Message(
        "固定页面里放了照片",
        "这里用“{written}”插入了照片，固定页面只放文字。",
        "去掉它；要放照片，请写成一条记录。",
    ),
    "page-front-matter": Message(
        "固定页面不要写资料部分",
        "固定页面开头写了 --- 和资料，这里用不着。",
        "删掉两行 --- 和它们中间的内容，第一行直接写标题，例如 # 关于本站。",
    ),
    "raw-html": Message(
        "写了网页代码",
        "这里写了网页代码“{written}”，本站的正文里不能用。",
        "删掉代码，只留文字；加粗写 **两边加星号**，小于号前后要加空格，讲代码就用反引号括起来。",
    ),
    "hidden-text": Message(
        "藏着访客看不见的内容",
        "“{written}”里是访客看不见的内容或链接，被篡改的网站上常有这种东西。",
        "整段删掉；不是自己写的，请告诉管理员，看看是谁改的文件。",
    ),
    "bad-entity": Message(
        "用代号写了看不见的字符",
        "这里用 &# 开头的代号写了看不见的字符（{character}）。",
        "删掉这个代号。",
    ),
    "too-complex": Message(
        "正文的符号太多太乱",
        "这里{what}，网页做不出来。",
        "多半是粘贴错了。删掉多余的符号，或者空一行，分成几段。",
    ),
    "too-slow": Message(
        "正文太复杂",
        "正文花了 {limit} 秒还没有做成网页，或用的内存太多，已经停下。",
        "删掉粘贴错的内容，或把正文分成几条记录。",
    ),
    "body-photo": Message(
        "正文里放了照片",
        "正文里用“{written}”插入了照片。",
        "把照片写到资料部分的“照片”里（文件、图注各一行），正文只留文字。",
    ),
    # ---- attachments
    "attachment-missing": Message(
        "找不到附件",
        "这条记录的文件夹里没有“{written}”。{near}",
        "把文件复制到这条记录的文件夹里，或改正文件名（后缀也要写对）。",
    ),
    "attachment-type": Message(
        "不是能用的附件",
        "“{written}”这种文件不能作附件。",
        "可以用的有：{known}。旧的 .doc、.xls 请另存为新格式；照片写到“照片”里。",
    ),
    "attachment-too-large": Message(
        "附件太大",
        "“{written}”有 {size}，超过了上限 {limit}。",
        "压缩里面的图片，或拆成几份。",
    ),
    "attachment-damaged": Message(
        "附件打不开",
        "“{written}”不是完好的 {type} 文件，可能没有传完，或只改了后缀。",
        "在自己的电脑上打开看看，能打开再另存一份放进来。",
    ),
    # ---- importing
    "import-inferred": Message(
        "推断出来的内容",
        "“{key}”写成了“{written}”：{reason}。",
        "请核对；不对就在原来的文件里写明，再导入一次。",
        is_notice=True,
    ),
    "import-twice": Message(
        "同一条写了两次",
        "“{written}”和 {other} 是同一条：名称和日期都相同。",
        "只留一条；确实是两件事，就在名称里加以区别。",
    ),
    "import-maybe-twice": Message(
        "可能重复",
        "“{written}”和 {other} 同名，日期不同。",
        "核对是不是同一件事；是的话删掉一条，不是就不用管。",
        is_notice=True,
    ),
    "import-changed": Message(
        "已有记录，内容不同",
        "“{written}”已经有了（{known}），没有改动它。不同的地方：{differences}。",
        "以网站上的为准就不用管；以这里的为准，就打开那个文件，把不同的地方改过来。",
    ),
    "import-unreadable-twin": Message(
        "已有的同名记录有问题",
        "“{written}”已经有了（{known}），但那个文件有问题，没法比较。",
        "先用 zhanting check 改好那个文件，再导入一次。",
    ),
    "import-address-taken": Message(
        "网址名已被占用",
        "网址名“{written}”已经有别的记录在用，或是保留的。",
        "换一个网址名，或留空，会自动用名称的拼音。",
    ),
    # ---- importing tables
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
    # ---- Word documents
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
    # ---- photos
    "photo-missing": Message(
        "找不到照片",
        "这条记录的文件夹里没有“{written}”。{near}",
        "把照片复制到 {folder} 里，或改正文件名（后缀 .jpg、.png 也要写对）。",
    ),
    "photo-unlisted": Message(
        "照片没有写进记录",
        "文件夹里的“{written}”没有写在“照片”或“附件”里，不会显示。",
        "要用就在“照片”下面加上它的文件名和图注；不用就移走。",
        is_notice=True,
    ),
    "photo-type": Message(
        "不是能用的照片格式",
        "“{written}”不是能用的照片（{reason}）。",
        "用看图软件打开原来的照片，另存为 JPG 或 PNG，再放进来。",
    ),
    "photo-damaged": Message(
        "照片不完整",
        "“{written}”损坏了或没有传完。",
        "请重新导出或重新传一份（微信里要点“原图”再保存）。",
    ),
    "photo-moving": Message(
        "动图只显示第一幅",
        "“{written}”是动图或多页文件，网站上只显示第一幅。",
        "第一幅不合适的话，截一张合适的图，存成 JPG 再放进来。",
        is_notice=True,
    ),
    "photo-no-consent": Message(
        "照片里的人不同意公开",
        "“{written}”写着“同意公开: 否”，不能发布。",
        "取得同意后改成“是”；不用这张照片，就加一行“撤下: 是”，或删掉这张照片。",
    ),
    "photo-too-large": Message(
        "照片尺寸过大",
        "“{written}”有{size}，超过了上限 {limit}。",
        "用看图软件把长边改到 6000 像素以内，再放进来。",
    ),
    # ---- wording
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
    # ---- personal data; the numbers are always masked, since these messages end up in public logs
    "personal-data": Message(
        "有个人信息",
        "这里好像有{kind}“{masked}”（中间已用星号遮住）。",
        "删掉它。是办公电话或办公邮箱，就写进 content/website.yml 的“办公电话”“办公邮箱”；"
        "确实可以公开，就在“免提醒”里写上代号 personal-data、文字“{masked}”和理由。",
    ),
    "personal-data-name": Message(
        "文件名里有个人信息",
        "文件或文件夹的名字“{name}”里好像有{kind}“{masked}”（中间已用星号遮住）。",
        "给它改个名字，并改正引用它的地方；"
        "确实不是，就在“免提醒”里写上代号 personal-data-name、文字“{masked}”和理由。",
    ),
    "personal-data-attachment": Message(
        "附件里有个人信息",
        "附件“{written}”里{where}好像有{kind}“{masked}”（中间已用星号遮住），"
        "也可能在批注、修订或隐藏的工作表里。",
        "在附件里删掉它，再放进来；"
        "确实可以公开，就在“免提醒”里写上代号 personal-data-attachment、文字“{masked}”和理由。",
    ),
    "personal-data-note": Message(
        "备注里有个人信息",
        "这里好像有{kind}“{masked}”（中间已用星号遮住）。它不会发布，但仓库里看得到。",
        "仓库要公开，就把它删掉；只有自己人看得到，可以在“免提醒”里写明。",
        is_notice=True,
    ),
    "attachment-not-searched": Message(
        "附件没法检查个人信息",
        "附件“{written}”里有没有个人信息，没法检查：{reason}。",
        "去掉密码，或另存一份再放进来；人工看过的，可以在“免提醒”里写明。",
        is_notice=True,
    ),
    # ---- notices that staff looked at
    "waiver-unused": Message(
        "免提醒用不上了",
        "写着“{text}”的免提醒，现在没有相应的提醒了。",
        "多半是文字已经改好；把这一条免提醒删掉。",
        is_notice=True,
    ),
    # ---- three reviews
    "review-waiting": Message(
        "等审核",
        "这条内容等{stage}，{state}。",
        "由审核人运行 zhanting review show {key} 看内容，再用 zhanting review sign 签。",
        is_notice=True,
    ),
    "review-void": Message(
        "审核以后有改动",
        "审核以后改动了：{changed}。原来的审核作废，等初审；{state}。",
        "改动是要的，就从初审重新审一遍；不是，就改回去（zhanting review show {key} 看差别）。",
        is_notice=True,
    ),
    "review-returned": Message(
        "审核时退回了",
        "{name}退回：{reason}。{state}。",
        "照意见改好、提交，再请初审。",
        is_notice=True,
    ),
    "review-orphan": Message(
        "审核记录没有对应的内容",
        "这份审核记录审的“{key}”已经不在了，网站上也没有它。",
        "内容改了文件夹名，就按新名字重新审；确实删了，就把这份审核记录和已审的版本也删掉。",
        is_notice=True,
    ),
    "review-no-git": Message(
        "审核记录没有版本管理",
        "项目不在 git 仓库里，看不出审核记录是不是有人手改过。",
        "请管理员用 git 管理这个项目；只是在服务器上生成网站的，可以不管。",
        is_notice=True,
    ),
    "review-needs-git": Message(
        "核对签名要用 git",
        "开启了“签名提交”，但项目不在 git 仓库里，没有办法核对签名。",
        "在有 .git 的项目文件夹里运行；只想按姓名审，就去掉“签名提交”。",
    ),
    "review-tampered": Message(
        "审核记录被改动过",
        "这份审核记录被改动过：{reason}。",
        "从 git 里恢复这个文件；审核只能用 zhanting review sign 来签，不能手写。",
    ),
    "review-uncommitted": Message(
        "审核记录没有提交",
        "这个文件和 git 里提交的不一样，有人手改过。",
        "从 git 里恢复它（git checkout -- 文件）；审核只能用 zhanting review sign 来签。",
    ),
    "review-snapshot": Message(
        "已审的版本被改动过",
        "“{key}”三审通过的版本和签的时候不一样：{changed}。",
        "从 git 里恢复 {folder}；要改内容，就改原来的记录，再重新审。",
    ),
    "review-order": Message(
        "审核的顺序不对",
        "这次{stage}不能算数：{reason}。",
        "按初审、复审、终审的顺序来，从缺的那一次开始。",
    ),
    "review-same-person": Message(
        "审核人重复",
        "这次{stage}不能算数：“{name}”已经做过{other}，三次审核要三个人。",
        "请另一个人来{stage}。",
    ),
    "review-not-listed": Message(
        "不是指定的审核人",
        "这次{stage}不能算数：“{name}”不在可以{stage}的人里（{listed}）。",
        "请名单里的人来审；名单在 content/website.yml 的“审核”里，由管理员改。",
    ),
    "review-date": Message(
        "审核的日期不对",
        "这次{stage}不能算数：日期是 {written}，{reason}。",
        "审核只能签在当天，不能补签、提前签；请今天重新审。",
    ),
    "review-unsigned": Message(
        "审核没有本人的签名",
        "第 {number} 条（{stage}，{name}）没有算数的签名：{reason}。",
        "请本人在自己的电脑上重新审；怎样设好签名，见手册“三审三校”。",
    ),
    "review-key": Message(
        "审核人的公钥不对",
        "“{name}”的公钥{reason}。",
        "在 content/website.yml 的“审核—公钥”里，给每位审核人写一把自己的公钥。",
    ),
    "unpublished-reference": Message(
        "所指的记录还没有发布",
        "“{written}”那条记录还没有审核通过，或已经撤下，这里只显示文字，不成为链接。",
        "那条记录发布以后会自动成为链接；连名称也不宜公开，就从这里去掉。",
        is_notice=True,
    ),
    "withdraw-soon": Message(
        "快到撤下日期",
        "到 {written} 这条记录就从网站上撤下，还有 {days} 天。",
        "要继续发布，就改“撤下日期”或删掉这一行；到期撤下就不用管。",
        is_notice=True,
    ),
    "withdrawn": Message(
        "已经到撤下日期",
        "{written} 起这条记录不再发布。",
        "要重新发布，就改“撤下日期”或删掉这一行。",
        is_notice=True,
    ),
}
