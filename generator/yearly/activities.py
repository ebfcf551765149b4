"""The activities that a report counts, with the organisations behind each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.models.activity import Activity
from generator.models.values import Reference
from generator.relating.catalog import Catalog, fold
from generator.yearly.period import Period, year_and_month


@dataclass(frozen=True)
class Body:
    """An organisation. key: tells it from others, however it is spelled."""

    key: str
    name: str


@dataclass(frozen=True)
class Held:
    """One activity.

    year, month: of its first day; None where its record leaves them open.
    led: who hosts or organises it, each once. joined: who takes part beside them.
    """

    record: Activity
    year: int | None
    month: int | None
    led: tuple[Body, ...]
    joined: tuple[Body, ...]

    @property
    def date(self) -> str:
        """As it is written, both ends of it; empty if it is not."""
        start, end = self.record.date, self.record.end_date
        return f"{start or ''}至{end}" if end else str(start or "")

    @property
    def led_by(self) -> str:
        return "、".join(body.name for body in self.led)


@dataclass(frozen=True)
class Chosen:
    """The activities of a period, earliest first, and those of which nobody can say."""

    counted: tuple[Held, ...]
    unsure: tuple[Held, ...]

    @property
    def years(self) -> tuple[int | None, ...]:
        """The years of what is counted, as time runs; last, None for those without one."""
        return tuple(sorted({held.year for held in self.counted}, key=lambda y: (y is None, y)))


def chosen(catalog: Catalog, period: Period) -> Chosen:
    """Pick the activities whose first day lies in the period."""
    counted, unsure = [], []
    for held in sorted(_all(catalog), key=_as_time_runs):
        within = period.holds(held.record.date)
        if within is None:
            unsure.append(held)
        elif within:
            counted.append(held)
    return Chosen(tuple(counted), tuple(unsure))


def activities(catalog: Catalog) -> Iterator[Activity]:
    for entry in catalog.of_kind(Activity.kind):
        if isinstance(entry.record, Activity):
            yield entry.record


def _all(catalog: Catalog) -> Iterator[Held]:
    for record in activities(catalog):
        led = _bodies(catalog, (*record.hosts, *record.organizers))
        joined = (b for b in _bodies(catalog, record.participants) if b not in led)
        yield Held(record, *year_and_month(record.date), led, tuple(joined))


def _bodies(catalog: Catalog, references: Iterable[Reference]) -> tuple[Body, ...]:
    found = {}
    for reference in references:
        entry = catalog.target(reference)
        name = entry.face.name if entry else reference.text
        key = entry.permalink if entry else fold(name)
        found[key] = Body(key, name)
    return tuple(found.values())


def _as_time_runs(held: Held) -> tuple[bool, tuple[int, int, int], str]:
    day = held.record.date
    return held.year is None, day.sort_key if day else (0, 0, 0), held.record.name
