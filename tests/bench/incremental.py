"""Edit at random, and compare each time with a build from nothing; by hand, for as long as wanted.

    python tests/bench/incremental.py 500 1      500 edits, beginning with seed 1

Every tenth step the store is damaged, every fifteenth a run is killed in the middle (SIGKILL).
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from conftest import ADDRESS, WEBSITE, Project
from editing import Editor, differences, kept_outcome, outcome, spoil

_AT_A_PLACE = 25  # edits of one project before a new one begins
_RUN = (
    "import sys; sys.path.insert(0, {tests!r}); from pathlib import Path; "
    "from conftest import Project; from editing import kept_outcome; "
    "kept_outcome(Project(Path({root!r})))"
)


def killed(project: Project, rng: random.Random) -> None:
    """Begin a run in another process, and kill it somewhere."""
    code = _RUN.format(tests=str(Path(__file__).parents[1]), root=str(project.root))
    running = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    time.sleep(rng.uniform(0.5, 4))
    running.kill()
    running.wait()


def main(edits: int, seed: int) -> int:
    different = kills = 0
    for done in range(0, edits, _AT_A_PLACE):
        with tempfile.TemporaryDirectory() as folder:
            project = Project(Path(folder) / "project")
            project.write("website.yml", ADDRESS + WEBSITE)
            editor = Editor(project, seed + done)
            for step in range(min(_AT_A_PLACE, edits - done)):
                names = [editor.step() for _ in range(editor.rng.randint(1, 3))]
                if step % 10 == 9:
                    spoil(project, editor.rng)
                if step % 15 == 14:
                    killed(project, editor.rng)
                    kills += 1
                if found := differences(kept_outcome(project), outcome(project)):
                    different += 1
                    print(f"seed {seed + done} step {step} {names}: {found[:5]}", flush=True)
    print(f"{edits} steps, {kills} runs killed, {different} different")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
