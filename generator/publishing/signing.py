"""Signed manifests with OpenSSH (`ssh-keygen -Y`), which every system of today has with it.

The private key stays with who publishes, or with CI, and never lies on the web server: who breaks
into the server can then change its files, but cannot sign a manifest for them.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from generator.publishing.manifest import MANIFEST

SIGNATURE = f"{MANIFEST}.sig"

# Part of what is signed, so that a signature made for something else (a commit) never fits.
_NAMESPACE = "zhanting"
_SECONDS = 60


class SigningError(Exception):
    """Nothing could be signed or checked; the text says in Chinese why."""


def sign(content: bytes, key: Path) -> bytes:
    """The signature of `content`, as text in armour.

    key: a private key of OpenSSH; or the public one of a key that ssh-agent holds.
    """
    if not key.is_file():
        raise SigningError(f"找不到签名用的私钥：{key}")
    done = _run("sign", "-f", str(key), content=content)
    if done.returncode or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
        raise SigningError(f"用 {key} 签名没有成功：{_said(done)}")
    return done.stdout


def is_signed(content: bytes, signature: bytes, public: Path) -> bool:
    """Whether one of the public keys in a file signed exactly this content.

    public: one key a line, as in the `.pub` file that ssh-keygen writes. Several lines let a new
    key take over from an old one.
    """
    with tempfile.TemporaryDirectory() as folder:
        allowed, signed = Path(folder, "allowed"), Path(folder, "signature")
        lines = (f'{_NAMESPACE} namespaces="{_NAMESPACE}" {key}' for key in _keys(public))
        allowed.write_text("\n".join([*lines, ""]), "utf-8", newline="\n")
        signed.write_bytes(signature)
        files = ("-f", str(allowed), "-s", str(signed))
        return _run("verify", *files, "-I", _NAMESPACE, content=content).returncode == 0


def _keys(public: Path) -> list[str]:
    try:
        lines = public.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SigningError(f"读不了公钥文件：{public}") from error
    keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not keys or any("PRIVATE KEY" in key or len(key.split()) < 2 for key in keys):
        raise SigningError(f"{public} 不是公钥文件；公钥文件的名字一般以 .pub 结尾。")
    return keys


def _run(action: str, *options: str, content: bytes) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("ssh-keygen")
    if not program:
        raise SigningError("找不到 ssh-keygen 命令。请安装 OpenSSH（8.1 或更新的版本）。")
    command = [program, "-Y", action, "-n", _NAMESPACE, *options]
    try:
        return subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise SigningError("ssh-keygen 一直没有回答，可能在等私钥的口令。") from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode("utf-8", "replace").strip() or f"退出码 {done.returncode}"
