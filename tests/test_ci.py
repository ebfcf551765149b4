"""The workflows are valid for their hosts and run the commands that the Makefile has."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import s3fs
import servers
import yaml
from conftest import ADDRESS, ROOT, WEBSITE, Project

LOCKS = sorted(path.name for path in ROOT.glob("requirements*.txt"))
WORKFLOWS = [
    ("vendor.github-workflows", ".github/workflows/site.yml"),
    ("vendor.gitlab-ci", ".gitlab-ci.yml"),
]


@pytest.mark.parametrize(("schema", "file"), WORKFLOWS)
def test_workflow_is_valid(schema: str, file: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", [*(file for _, file in WORKFLOWS), ".ci/run"])
def test_workflow_calls_targets_that_exist(file: str) -> None:
    called = set(re.findall(r"make (\w[\w-]*)", (ROOT / file).read_text(encoding="utf-8")))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w[\w-]*):", makefile, flags=re.M))
    assert {"test", "site"} <= called <= targets


def test_no_registry_is_named() -> None:
    for name in LOCKS:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"://|--(?:extra-)?index|--find-links", text)
        pins = [line for line in text.splitlines() if re.match(r"[a-z]", line)]
        assert all("==" in line for line in pins)
        assert text.count("--hash=sha256:") >= len(pins)


class Runner:
    """A fresh checkout of the project with a little content, in which a workflow's commands run.

    `.venv` stands for what `make` would install: programs of the environment that runs the tests.
    """

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.remote = folder / "website.git"
        for name in ("generator", "theme_overrides"):
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, self.root / name, ignore=ignore)
        for name in ("mkdocs.yml", "Makefile", "pyproject.toml", ".gitignore"):
            shutil.copy(ROOT / name, self.root)
        for name in LOCKS:
            (self.root / name).touch()
        content = Project(self.root)
        content.write("website.yml", ADDRESS + WEBSITE)
        content.record("sites/bailu")
        (content.content / "pages").mkdir()
        programs = self.root / ".venv" / "bin"
        programs.mkdir(parents=True)
        zhanting = programs / "zhanting"
        zhanting.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n')
        zhanting.chmod(0o755)
        (programs / "python").symlink_to(sys.executable)
        for stamp in ("site", "dev", "s3", "dask"):
            (programs.parent / f"{stamp}.stamp").touch()
        self.git("init", "--quiet", "--bare", str(self.remote))
        self.git("init", "--quiet", "--initial-branch", "main")
        self.git("remote", "add", "origin", str(self.remote))
        self.commit()

    def git(self, *arguments: str) -> str:
        who = ["-c", "user.name=a", "-c", "user.email=a@localhost"]
        done = subprocess.run(
            ["git", *who, *arguments], cwd=self.root, capture_output=True, text=True, check=True
        )
        return done.stdout

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "content")

    def run(self, script: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """As the hosts run it: one shell for a step, which ends at the first failure."""
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.root,
            capture_output=True,
            text=True,
            env={**os.environ, **variables},
        )


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    return Runner(tmp_path_factory.mktemp("runner"))


# Those two are the whole of this suite.
HEAVY = {"make lint", "make test"}


def github_steps(job: str) -> dict[str, str]:
    workflow = yaml.safe_load((ROOT / WORKFLOWS[0][1]).read_text(encoding="utf-8"))
    steps = [step for step in workflow["jobs"][job]["steps"] if "run" in step]
    return {step.get("name", step["run"]): step["run"] for step in steps}


def gitlab_script(job: str, *done: str) -> list[str]:
    """done: what the test ran already, and need not run again."""
    script = yaml.safe_load((ROOT / WORKFLOWS[1][1]).read_text(encoding="utf-8"))[job]["script"]
    assert set(done) <= set(script)
    return [line for line in script if line not in HEAVY and line not in done]


def test_github_publishes_and_takes_no_older_commit(runner: Runner) -> None:
    steps = github_steps("test")
    assert set(steps) == {"Check the content", *HEAVY}
    assert runner.run(steps["Check the content"]).returncode == 0
    steps = github_steps("publish")
    publish = "make site", "Publish to the branch pages"
    assert {*publish, "Publish to a server", "Publish to object storage"} == set(steps)
    for name in publish:
        done = runner.run(steps[name])
        assert done.returncode == 0, done.stdout + done.stderr
    assert "白鹭驿站" in runner.git(
        "--git-dir", str(runner.remote), "show", "pages:sites/bailu/index.html"
    )
    # A job of an older commit that comes late.
    later = "2031-01-02T03:04:05+08:00"
    again = f"{steps['Publish to the branch pages']} --committed"
    assert runner.run(f"{again} {later}").returncode == 0
    late = runner.run(steps["Publish to the branch pages"])
    assert late.returncode == 1
    assert "线上的内容更新" in late.stderr
    newer = "2032-01-02T03:04:05+08:00"
    assert runner.run(f"{again} {newer}").returncode == 0
    assert runner.git("--git-dir", str(runner.remote), "rev-list", "--count", "pages") == "1\n"


def test_a_failed_check_stops_and_says_where(runner: Runner) -> None:
    record = runner.root / "content/sites/bailu/index.md"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("党群服务中心", "没有的类型"), encoding="utf-8")
    done = runner.run(github_steps("test")["Check the content"])
    assert done.returncode
    assert "::error file=content/sites/bailu/index.md,line=3,title=类型::" in done.stdout
    done = runner.run("\n".join(gitlab_script("test")))
    assert done.returncode
    report = json.loads((runner.root / "problems.json").read_text(encoding="utf-8"))
    assert [each["location"] for each in report] == [
        {"path": "content/sites/bailu/index.md", "lines": {"begin": 3}}
    ]
    record.write_text(text, encoding="utf-8")


def test_other_ways_of_publishing(runner: Runner, tmp_path: Path) -> None:
    """The keys come as the hosts give them: as text on GitHub, as files on GitLab."""
    assert runner.run(github_steps("publish")["make site"]).returncode == 0
    with servers.sshd(tmp_path / "sshd") as sshd:
        key = sshd.folder / "user"
        common = {"SSH_AUTH_SOCK": "", "SSH_AGENT_PID": ""}
        done = runner.run(
            github_steps("publish")["Publish to a server"],
            SSH_TARGET=sshd.url(tmp_path / "www"),
            SSH_KEY=key.read_text().rstrip("\n"),
            SSH_KNOWN_HOSTS=sshd.known_hosts.read_text(),
            **common,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert (tmp_path / "www/current/index.html").is_file()
        done = runner.run(
            "\n".join(gitlab_script("server", "make site")),
            SSH_TARGET=sshd.url(tmp_path / "www2"),
            SSH_KEY=str(key),
            SSH_KNOWN_HOSTS=str(sshd.known_hosts),
            **common,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert (tmp_path / "www2/current/index.html").is_file()
    with servers.s3(tmp_path / "s3") as endpoint:
        keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        storage = s3fs.S3FileSystem(endpoint_url=endpoint, key="test", secret="test")
        storage.mkdir("website")
        publish = github_steps("publish")["Publish to object storage"]
        variables = {"AWS_ENDPOINT_URL": endpoint, "S3_ENDPOINT": endpoint, **keys}
        for script, prefix in (
            (publish, "one"),
            ("\n".join(gitlab_script("storage", "make site")), "two"),
        ):
            done = runner.run(script, S3_TARGET=f"s3://website/{prefix}", **variables)
            assert done.returncode == 0, done.stdout + done.stderr
            assert storage.exists(f"website/{prefix}/index.html")
    # Last, because it moves the website away.
    done = runner.run("\n".join(gitlab_script("pages", "make site")))
    assert done.returncode == 0, done.stdout + done.stderr
    assert (runner.root / "public/index.html").is_file()
