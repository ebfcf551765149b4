"""The address of a deployment → the target that it means."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from generator.deploy.target import Target
from generator.errors import UsageError


@dataclass(frozen=True)
class Access:
    """What a target needs to know beyond its address; no secrets, those stay in the environment.

    wait: seconds to wait for another deployment to end. root: the project.
    """

    known_hosts: Path | None = None
    endpoint: str | None = None
    cache: Path = Path(".cache")
    wait: int = 0
    root: Path = Path()


def target_of(address: str, access: Access) -> Target:
    """The target that `folder:PATH`, `ssh://…`, `git:…`, `s3://…` or a plain path means."""
    scheme, _, rest = address.partition(":")
    # Each target imports what only it needs.
    if scheme == "ssh":
        from generator.deploy.ssh import SshTarget, server_of

        return SshTarget(server_of(address, access.known_hosts), access.cache, access.wait)
    if scheme == "s3":
        from generator.deploy.s3 import S3Target

        parts = urlsplit(address)
        if not parts.netloc:
            raise UsageError("存储桶没有写。写法：s3://存储桶/前缀")
        return S3Target(parts.netloc, parts.path.strip("/"), access.endpoint, access.wait)
    if scheme == "git":
        from generator.deploy.git import GitTarget

        repository, _, branch = rest.rpartition("#")
        if not repository or not re.fullmatch(r"\w[\w./-]*", branch):
            raise UsageError("写法：git:仓库#分支，例如 git:origin#pages")
        return GitTarget(access.root, repository, branch, access.cache)
    if scheme == "folder" or not re.match(r"\w{2,}:", address):
        from generator.deploy.folder import FolderTarget

        return FolderTarget(Path(rest if scheme == "folder" else address).absolute(), access.wait)
    raise UsageError(
        f"不认识发布目标 “{address}”。可以写：文件夹的路径，ssh://用户@服务器/路径，"
        "git:仓库#分支，s3://存储桶/前缀"
    )
