"""What one run needs to know beyond the content: folders, photo recipe, today's date."""

import os
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from generator.machines.storage import Storage

# Below the project's folder.
THEME, CONFIG = "theme_overrides", "mkdocs.yml"
CHINA = timezone(timedelta(hours=8))
KEPT = 3  # former websites that stay beside the present one, unless another number is asked for
ENGINES = ("mkdocs", "properdocs", "zensical")  # what can lay out pages (engines.py)
GAP_DAYS = 180  # without an activity, after which a report tells of it


@dataclass(frozen=True)
class Recipe:
    """What is asked of the derivatives of one photo.

    widths: of the whole photo, in px, ascending. card_widths: of its 3:2 crop for cards.
    portrait_widths: of its 4:5 crop for people. A photo is never enlarged.
    webp_quality, jpeg_quality, avif_quality: 1-100, as Pillow takes them.
    avif: smaller by a fifth, but five times the work; off unless asked for.
    """

    widths: tuple[int, ...] = (320, 640, 960, 1600)
    card_widths: tuple[int, ...] = (160, 300, 480, 720)
    portrait_widths: tuple[int, ...] = (240, 360, 480, 720)
    webp_quality: int = 78
    webp_method: int = 4
    jpeg_quality: int = 75
    avif: bool = False
    avif_quality: int = 60
    avif_speed: int = 8


@dataclass(frozen=True)
class Settings:
    """Read once at the start of a run, then passed on; nothing below looks at the clock itself.

    root: the project, which holds mkdocs.yml.
    content: records, website.yml and hand-written pages.
    cache: derivatives of photos; may be deleted at any time.
    drafts: True shows drafts (preview only).
    storage: where machines share originals and derivatives. cluster: address of the Dask scheduler
    whose workers make derivatives; needs a storage.
    """

    root: Path
    content: Path
    cache: Path
    today: date
    recipe: Recipe = field(default_factory=Recipe)
    jobs: int = 2
    drafts: bool = False
    storage: Storage | None = None
    cluster: str | None = None


def settings_for(root: Path, content: Path | None = None, *, drafts: bool = False) -> Settings:
    """Settings of the project in `root`, with the defaults that every command shares."""
    root = root.resolve()
    return Settings(
        root=root,
        content=(content or root / "content").resolve(),
        cache=root / ".cache",
        today=_today(),
        jobs=os.cpu_count() or 1,
        drafts=drafts,
    )


def _today() -> date:
    """The day of the run in China; SOURCE_DATE_EPOCH pins it (reproducible-builds.org/specs).

    Not the machine's own day: a server elsewhere would print another one.
    """
    pinned = os.environ.get("SOURCE_DATE_EPOCH")
    if pinned:
        return datetime.fromtimestamp(int(pinned), CHINA).date()
    return datetime.now(CHINA).date()
