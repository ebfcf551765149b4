"""The door to s3fs, and its faults in Chinese."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from generator.errors import Hindered

_SECONDS = 60


def open_storage(endpoint: str | None) -> Any:
    """A file system of fsspec; the keys come from the environment (AWS_ACCESS_KEY_ID and so on)."""
    try:
        import s3fs
    except ImportError as error:
        raise _lacking() from error
    return s3fs.S3FileSystem(
        endpoint_url=endpoint,
        use_listings_cache=False,
        skip_instance_cache=True,
        config_kwargs={
            "connect_timeout": 15,
            "read_timeout": _SECONDS,
            "retries": {"max_attempts": 3, "mode": "standard"},
            # Newer checksums than Content-MD5 are refused by several storages that are not AWS's.
            "request_checksum_calculation": "when_required",
            "response_checksum_validation": "when_required",
        },
    )


@contextmanager
def explained(place: str, again: str) -> Iterator[None]:
    """Hindered in plain words for whatever goes wrong with a storage; again: what may be done."""
    try:
        from botocore.exceptions import BotoCoreError, NoCredentialsError
    except ImportError as error:
        raise _lacking() from error
    try:
        yield
    except NoCredentialsError as error:
        raise Hindered(
            "没有对象存储的密钥。请用环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY 给出。"
        ) from error
    except PermissionError as error:
        raise Hindered(
            f"对象存储不接受这个密钥，或密钥没有写 {place} 的权限。（{error}）"
        ) from error
    except FileNotFoundError as error:
        raise Hindered(f"对象存储里没有 {place}，或其中缺了文件。（{error}）") from error
    except BotoCoreError as error:
        raise Hindered(f"连不上对象存储，请检查 --endpoint 和网络；{again}（{error}）") from error
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        what = "对象存储满了" if full else "对象存储出错，没有做完"
        raise Hindered(f"{what}；{again}（{error}）") from error


def _lacking() -> Hindered:
    return Hindered(
        "用对象存储还要装几个库。运行：\n"
        "    .venv/bin/pip install --require-hashes -r requirements-s3.txt"
    )
