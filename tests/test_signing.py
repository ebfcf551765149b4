"""A signature holds for one content and one key, and for nothing else."""

import subprocess
from pathlib import Path

import pytest

from generator.publishing.signing import SigningError, is_signed, sign

CONTENT = "# files: 0\n名录\n".encode()


def make_key(path: Path) -> Path:
    """A fresh key of OpenSSH without a passphrase; its public half lies beside it."""
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "发布", "-f", str(path)]
    subprocess.run(command, check=True)
    return path


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_key(tmp_path_factory.mktemp("keys") / "key")


def public(key: Path) -> Path:
    return key.with_name(f"{key.name}.pub")


def test_a_signature_holds_for_its_content_only(key: Path) -> None:
    signature = sign(CONTENT, key)
    assert is_signed(CONTENT, signature, public(key))
    assert not is_signed(CONTENT + b" ", signature, public(key))
    assert not is_signed(CONTENT, signature[:-40], public(key))
    assert not is_signed(CONTENT, b"", public(key))


def test_another_key_does_not_fit(key: Path, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other")
    assert not is_signed(CONTENT, sign(CONTENT, key), public(other))


def test_a_new_key_takes_over_from_an_old_one(key: Path, tmp_path: Path) -> None:
    new = make_key(tmp_path / "new")
    both = tmp_path / "both.pub"
    both.write_text(f"# 两把\n{public(key).read_text()}{public(new).read_text()}", "utf-8")
    assert is_signed(CONTENT, sign(CONTENT, key), both)
    assert is_signed(CONTENT, sign(CONTENT, new), both)


def test_a_signature_for_something_else_does_not_fit(key: Path) -> None:
    command = ["ssh-keygen", "-Y", "sign", "-n", "git", "-f", str(key)]
    other = subprocess.run(command, input=CONTENT, capture_output=True, check=True).stdout
    assert not is_signed(CONTENT, other, public(key))


def test_a_private_key_is_no_public_key(key: Path) -> None:
    with pytest.raises(SigningError, match="不是公钥文件"):
        is_signed(CONTENT, sign(CONTENT, key), key)


def test_missing_keys_are_told(tmp_path: Path) -> None:
    with pytest.raises(SigningError, match="找不到签名用的私钥"):
        sign(CONTENT, tmp_path / "none")
    with pytest.raises(SigningError, match="读不了公钥文件"):
        is_signed(CONTENT, b"", tmp_path / "none")


def test_what_is_no_key_cannot_sign(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("not a key\n")
    with pytest.raises(SigningError, match="没有成功"):
        sign(CONTENT, tmp_path / "key")
