"""What is told of the three reviews, and of what waits for them."""

from generator.messages.message import Message

ROWS = {
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
