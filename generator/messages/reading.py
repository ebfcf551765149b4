"""What is told of files, folders and front matter while `content/` is read."""

from generator.messages.message import Message

ROWS = {
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
}
