"""The workflows are valid for their hosts and run the commands that the Makefile has."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

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
    for name in ("requirements.txt", "requirements-s3.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"://|--(?:extra-)?index|--find-links", text)
        pins = [line for line in text.splitlines() if re.match(r"[a-z]", line)]
        assert all("==" in line for line in pins)
        assert text.count("--hash=sha256:") >= len(pins)


def test_publish_steps_push_the_website(tmp_path: Path) -> None:
    """The `run:` of the publish job, against a bare repository in a folder."""
    workflow = yaml.safe_load((ROOT / WORKFLOWS[0][1]).read_text(encoding="utf-8"))
    step = next(s for s in workflow["jobs"]["publish"]["steps"] if s.get("name") == "Publish")
    bare = tmp_path / "group" / "website.git"
    subprocess.run(["git", "init", "--quiet", "--bare", bare], check=True)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("首页", encoding="utf-8")
    script = re.sub(r'"https://x-access-token.*?"', f'"{bare}"', step["run"])
    subprocess.run(
        ["bash", "-euc", script], cwd=tmp_path, check=True, env={**os.environ, "COMMIT": "abc"}
    )
    shown = subprocess.run(
        ["git", "show", "pages:index.html"], cwd=bare, check=True, capture_output=True
    )
    assert shown.stdout.decode() == "首页"
