"""Reading the text that is to be cleaned, in whatever encoding a Chinese computer wrote it."""

import sys
from pathlib import Path

from generator.errors import UsageError

MAX_BYTES = 5 * 1024 * 1024


def read_text(file: str) -> str:
    """The text of a file, or of standard input for `-`; UsageError for what is no text."""
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1) if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"打不开“{file}”：没有这个文件，或系统不让读。") from error
    if len(data) > MAX_BYTES:
        raise UsageError(f"“{file}”超过 5 MB，太大了，请分几次整理。")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise UsageError(f"“{file}”不是纯文本。Word 稿件请用 zhanting import。")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16", file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(data, "gb18030", file)


def target_for(file: Path) -> Path:
    """Where the clean text goes: beside the original, which stays as it is."""
    return file.with_name(f"{file.stem}-整理后{file.suffix or '.txt'}")


def _decoded(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"看不出“{file}”是什么编码。用记事本打开，另存为 UTF-8 再整理。"
        ) from error
