"""What is told of photos and attachments."""

from generator.messages.message import Message

ROWS = {
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
}
