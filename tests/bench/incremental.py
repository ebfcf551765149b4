"""Edit at random, and compare each time with a build from nothing; by hand, for as long as wanted.

    python tests/bench/incremental.py 500 1            500 edits, beginning with seed 1
    python tests/bench/incremental.py 100 1 --sites    whole websites, each file of them

Every tenth step the store is damaged, every fifteenth a run is killed in the middle (SIGKILL).
Websites are built once more after texts alone were changed, as the short way does it (amending/).
"""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from conftest import ADDRESS, WEBSITE, Project
from editing import Editor, differences, kept_outcome, outcome, spoil

from generator import pipeline
from generator.errors import ContentError

_AT_A_PLACE = 25  # edits of one project before a new one begins
_RUN = (
    "import sys; sys.path[:0] = {places!r}; from pathlib import Path; "
    "from conftest import Project; from incremental import {how}; "
    "{how}(Project(Path({root!r})))"
)
Differences = list[str]


def compared(project: Project) -> Differences:
    """What differs of the pages and files that are made."""
    return differences(kept_outcome(project), outcome(project))


def compared_sites(project: Project) -> Differences:
    """What differs of the websites that are published; none where there is none, for a fault."""
    settings = project.settings()
    bare = replace(settings, cache=project.root / "bare-cache")
    shutil.rmtree(bare.cache / "store", ignore_errors=True)
    shutil.rmtree(project.root / "bare", ignore_errors=True)
    try:
        pipeline.build(settings, project.root / "site", keep=1)
    except ContentError as error:
        try:
            pipeline.build(bare, project.root / "bare")
        except ContentError as other:
            return [] if other.problems == error.problems else ["problems"]
        return ["problems"]
    pipeline.build(bare, project.root / "bare")
    kept, fresh = contents(project.root / "site"), contents(project.root / "bare")
    return sorted(uri for uri in kept.keys() | fresh.keys() if kept.get(uri) != fresh.get(uri))


def contents(folder: Path) -> dict[str, bytes]:
    files = filter(Path.is_file, folder.rglob("*"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def amended(project: Project, editor: Editor) -> bool:
    """Build, change texts alone, build again: whether that took the short way."""
    with suppress(ContentError):
        pipeline.build(project.settings(), project.root / "site", keep=1)
        for _ in range(editor.rng.randint(1, 3)):
            editor.change_body()
        return pipeline.build(project.settings(), project.root / "site", keep=1).is_amended
    return False


def killed(project: Project, rng: random.Random, how: str) -> None:
    """Begin a run in another process, and kill it somewhere."""
    places = [str(Path(__file__).parents[number]) for number in (0, 1)]
    code = _RUN.format(places=places, root=str(project.root), how=how)
    running = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    time.sleep(rng.uniform(0.5, 4))
    running.kill()
    running.wait()


def main(edits: int, seed: int, is_whole: bool) -> int:
    different = kills = short = 0
    compare = compared_sites if is_whole else compared
    for done in range(0, edits, _AT_A_PLACE):
        with tempfile.TemporaryDirectory() as folder:
            project = Project(Path(folder) / "project")
            project.write("website.yml", ADDRESS + WEBSITE)
            if is_whole:
                project.with_theme()
            editor = Editor(project, seed + done)
            for step in range(min(_AT_A_PLACE, edits - done)):
                names = [editor.step() for _ in range(editor.rng.randint(1, 3))]
                if step % 10 == 9:
                    spoil(project, editor.rng)
                if step % 15 == 14:
                    killed(project, editor.rng, compare.__name__)
                    kills += 1
                if is_whole:
                    short += amended(project, editor)
                if found := compare(project):
                    different += 1
                    print(f"seed {seed + done} step {step} {names}: {found[:5]}", flush=True)
    told = f", {short} by the short way" if is_whole else ""
    print(f"{edits} steps{told}, {kills} runs killed, {different} different")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), "--sites" in sys.argv))
