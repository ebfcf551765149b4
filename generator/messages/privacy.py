"""What is told of personal data, and of the notices that staff looked at.

The numbers are always masked, since these messages end up in public logs.
"""

from generator.messages.message import Message

ROWS = {
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
    "waiver-unused": Message(
        "免提醒用不上了",
        "写着“{text}”的免提醒，现在没有相应的提醒了。",
        "多半是文字已经改好；把这一条免提醒删掉。",
        is_notice=True,
    ),
}
