"""What is told of the records that an import would make, whatever they come from."""

from generator.messages.message import Message

ROWS = {
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
}
