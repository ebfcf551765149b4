"""All of `content/`: as it is written, and what of it may be published."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from generator.checks.privacy import declared_by
from generator.errors import Problem, UsageError
from generator.forks import bunches_of, in_forks
from generator.keeping.records import Derive, KeptRecords, Sheaf
from generator.keeping.sounds import keep_sounds
from generator.keeping.store import Store
from generator.keeping.texts import converted_pages
from generator.models.website import Home, Website
from generator.pictures.mark import check_mark
from generator.reading.load import load_records, read_bundles, read_website, survey
from generator.reading.raw import Broken, Bundle, Loaded, Page, RawRecord, Survey
from generator.reading.validate import Origin, validate
from generator.records import Understood, names_of, understand
from generator.settings import Settings

# Records that are read and understood at a time: enough to share the start of each step, few
# enough to be held in memory as a whole.
_AT_A_TIME = 400
# Records that one of several processes reads at a time, and at first, while no other works yet;
# from how many on that is worth it.
_BUNCH, _FIRST, _MANY = 25, 5, 400

Deriving = Callable[[Website], tuple[Derive, ...]]


def nothing(website: Website) -> tuple[Derive, ...]:
    """Make nothing else of any record."""
    return ()


@dataclass(frozen=True)
class Part:
    """Records and hand-written pages, with all that was told of reading them."""

    understood: Understood
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Content:
    """What was read of a folder.

    website: its settings and where they were written; raw_website, wording: as written.
    problems: of these, and of choosing what is published. hidden: names of what is not.
    waiting: how many records and pages wait for a review. states: file → where it stands.
    """

    website: tuple[Website, Origin]
    raw_website: RawRecord | None
    wording: RawRecord | None
    problems: tuple[Problem, ...]
    _written: Callable[[], Part]
    _published: Callable[[], Part] | None
    hidden: frozenset[str] = frozenset()
    waiting: int = 0
    states: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def written(self) -> Part:
        """Everything as it stands."""
        return self._written()

    @cached_property
    def published(self) -> Part:
        """What may be published; the same object where that is everything."""
        return self._published() if self._published else self.written

    @property
    def is_selected(self) -> bool:
        return self._published is not None


def read_content(
    settings: Settings,
    store: Store | None = None,
    deriving: Deriving = nothing,
    touched: Container[Path] | None = None,
) -> Content:
    """Read and understand everything below `settings.content`.

    store: records whose folders were not touched come from there.
    deriving: what else is to be made of each record and kept, where many are read at once.
    touched: where somebody watches, the folders of all records that changed since the last time.
    """
    if not settings.content.is_dir():
        raise UsageError(f"找不到内容文件夹：{settings.content}")
    website = website_of(settings)
    if website.review.enabled:
        return _reviewed(settings)
    kept = KeptRecords(settings, store, declared_by(website), touched) if store else None
    return _unreviewed(settings, declared_by(website), store, kept, partial(deriving, website))


def website_of(settings: Settings) -> Website:
    """The website's settings; bare ones when they cannot be read."""
    return _website(read_website(settings, []), [])[0]


def _reviewed(settings: Settings) -> Content:
    """With reviews: every record and its log is read, and what was approved is published."""
    from generator.reviews.publication import select

    surveyed = survey(settings)
    loaded = load_records(settings, surveyed)
    problems: list[Problem] = []
    website = _website(surveyed.website, problems)
    chosen = select(loaded, *website, settings)
    declared = declared_by(website[0])

    def part(loaded: Loaded) -> Part:
        found = replace(understand(settings, loaded.records, declared), broken=loaded.broken)
        return Part(found, converted_pages(loaded.pages, None), loaded.problems)

    return Content(
        website,
        surveyed.website,
        surveyed.wording,
        (*problems, *check_mark(*website, settings), *chosen.problems),
        lambda: part(loaded),
        None if chosen.loaded is loaded else lambda: part(chosen.loaded),
        _names(chosen.hidden),
        chosen.waiting,
        chosen.states,
    )


def _unreviewed(
    settings: Settings,
    declared: frozenset[str],
    store: Store | None,
    kept: KeptRecords | None,
    deriving: Callable[[], tuple[Derive, ...]],
) -> Content:
    """Without them: all but what is past its 撤下日期 is published."""
    from generator.reviews.publication import select  # not to mend a text of a finished website

    surveyed = survey(settings, kept.is_known) if kept else survey(settings)
    problems: list[Problem] = []
    website = _website(surveyed.website, problems)
    known, damaged = kept.entries(surveyed.known) if kept else (Understood(), ())
    found = [known]
    left: tuple[Bundle, ...] = (*damaged, *surveyed.bundles)
    if kept and store and len(left) >= _MANY:
        taken, left = _read_many(settings, left, kept, surveyed.problems, deriving())
        # Only now, when all that was needed to read is gone.
        keep_sounds(store)
        read, damaged = kept.entries(taken)
        found.append(read)
        left += damaged
    hidden: list[RawRecord | Broken] = []
    for bundles in bunches_of(left, _AT_A_TIME):
        records, broken, told = read_bundles(settings, bundles)
        chosen = select(_loaded(surveyed, records, broken), *website, settings)
        hidden += chosen.hidden
        problems += chosen.problems
        batch = understand(settings, records, declared)
        batch = replace(batch, broken=broken, problems=(*told, *batch.problems))
        found.append(kept.keep(batch, surveyed.problems) if kept else batch)
    if kept:
        kept.finish([*surveyed.known, *(bundle.folder for bundle in surveyed.bundles)])
    pages = converted_pages(surveyed.pages, store)
    written = Part(Understood.of(found), pages, surveyed.problems)
    files = {raw.file for raw in hidden if isinstance(raw, RawRecord)}
    published = replace(written, understood=written.understood.without(files))
    return Content(
        website,
        surveyed.website,
        surveyed.wording,
        (*problems, *check_mark(*website, settings)),
        lambda: written,
        (lambda: published) if hidden else None,
        _names(hidden),
    )


def _read_many(
    settings: Settings,
    bundles: tuple[Bundle, ...],
    kept: KeptRecords,
    told: tuple[Problem, ...],
    derive: tuple[Derive, ...],
) -> tuple[tuple[Path, ...], tuple[Bundle, ...]]:
    """(the folders of records that were kept, all others), read on all cores.

    Of what cannot be kept there is more to say, and it is rare: it is read once more, here.
    """

    def sheaves(bundles: Sequence[Bundle]) -> list[Sheaf]:
        records, _, more = read_bundles(settings, bundles)
        batch = understand(settings, records, kept.declared)
        return kept.sheaves(batch, (*told, *more), derive)

    done: set[str] = set()
    # Names are spelled where records are read, and what is needed for it weighs 16 MB.
    bunches = [bundles[:_FIRST], *bunches_of(bundles[_FIRST:], _BUNCH)]
    # One more than work at a time: each waits for the disk now and then.
    jobs = settings.jobs + 1 if settings.jobs > 1 else 1
    for read in in_forks(sheaves, bunches, jobs, by_copy=True):
        kept.take(read)
        done.update(sheaf.place for sheaf in read)
    taken = tuple(each.folder for each in bundles if kept.place_of(each.folder) in done)
    return taken, tuple(each for each in bundles if kept.place_of(each.folder) not in done)


def _loaded(surveyed: Survey, records: tuple[RawRecord, ...], broken: tuple[Broken, ...]) -> Loaded:
    return Loaded(records, surveyed.website, surveyed.wording, (), (), broken)


def _website(raw: RawRecord | None, problems: list[Problem]) -> tuple[Website, Origin]:
    """The website's settings; bare ones, with the problems told, when they cannot be read."""
    if raw is not None:
        website, origin, found = validate(raw)
        problems += found
        if isinstance(website, Website):
            return website, origin
    bare = Website(
        name="网站设置有误", description="", publisher="", home=Home(motto="网站设置有误", lead="")
    )
    return bare, Origin("", {})


def _names(records: Iterable[RawRecord | Broken]) -> frozenset[str]:
    """Every name that may lead to one of these records, which are not in the catalog."""
    return frozenset(name for each in records for name in names_of(each))
