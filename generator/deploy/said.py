"""What ssh, rsync and servers said, told in Chinese with what to do."""

# The first phrase that is found decides; both programs run in the language of C.
_REASONS = (
    (
        "REMOTE HOST IDENTIFICATION HAS CHANGED",
        "服务器的主机密钥和登记的不一样！可能是重装了系统，也可能有人冒充服务器。\n"
        "先向服务器管理员核对指纹，核对无误再改 known_hosts；没有核对之前不要发布。",
    ),
    (
        "Host key verification failed",
        "不认识这台服务器的主机密钥，没有连接。\n"
        "在可信的网络里运行 ssh-keyscan -p 端口 服务器 > known_hosts，"
        "用 ssh-keygen -lf known_hosts 看指纹，\n"
        "和服务器管理员核对一致后，用 --known-hosts known_hosts 指定这个文件。",
    ),
    (
        "Permission denied (",
        "服务器不接受这个账号的密钥。请确认公钥已加进服务器上该账号的 ~/.ssh/authorized_keys，\n"
        "并且私钥已用 ssh-add 交给 ssh-agent（CI 里由密钥变量给出）。",
    ),
    ("stale info", "发布期间线上的网站被别处换过，没有切换。请再发布一次。"),
    ("not a git repository", "这个项目不在 git 仓库里，不能发布到分支。"),
    (
        "could not read Username",
        "没有登录仓库的凭据。在 CI 里用 actions/checkout 给的凭据；在本机先设好 git 的登录。",
    ),
    ("does not appear to be a git repository", "找不到这个仓库，请检查仓库的名字或网址。"),
    ("Authentication failed", "仓库不接受这个凭据，请检查它有没有写入的权限。"),
    ("error: 403", "这个凭据没有写入仓库的权限。"),
    ("Could not resolve host", "找不到这台服务器的名字。请检查网址和网络（DNS）。"),
    (
        "Connection refused",
        "服务器的这个端口没有开。请检查端口号，以及服务器上的 sshd 是否在运行。",
    ),
    ("timed out", "连不上服务器，等了很久没有回答。请检查网络和防火墙；稍后再发布，会接着传。"),
    ("No route to host", "到服务器的网络不通。请检查网络和防火墙。"),
    ("Network is unreachable", "到服务器的网络不通。请检查网络。"),
    ("No space left on device", "服务器的磁盘满了，线上没有改动。清出空间后再发布一次，会接着传。"),
    ("Disk quota exceeded", "服务器上的磁盘配额用完了，线上没有改动。清出空间后再发布一次。"),
    ("Read-only file system", "服务器的磁盘是只读的，线上没有改动。请找服务器管理员。"),
    (
        "Permission denied",
        "账号在服务器上没有写入的权限。请让服务器管理员把目标文件夹交给这个账号。",
    ),
    ("command not found", "服务器上缺少命令。"),
)


def explained(said: str) -> str:
    """The reason and the cure, and below what was said itself, for who is to help."""
    reason = next(
        (told for phrase, told in _REASONS if phrase in said),
        "连接中断，没有做完。再发布一次，会接着传。",
    )
    shown = "\n".join(f"    {line}" for line in said.strip().splitlines()[-5:])
    return reason + (f"\n原话：\n{shown}" if shown else "")
