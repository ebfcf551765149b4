"""What is told of records among one another, of addresses and links, and of bodies."""

from generator.messages.message import Message

ROWS = {
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
}
