"""A record is kept under what its folder held when it was read, and under nothing else."""

from pathlib import Path

from conftest import Project

from generator.keeping.records import KeptRecords
from generator.keeping.store import Store
from generator.reading.load import bundle_in, read_bundles
from generator.records import understand


def kept_after(project: Project, store: Store, edit: str) -> KeptRecords:
    """A run that reads the record, which changes before it is kept."""
    settings, folder = project.settings(), project.content / "sites/bailu"
    kept = KeptRecords(settings, store, ())
    assert not kept.is_known(folder)
    records, _, _ = read_bundles(settings, [bundle_in(settings, folder)])
    project.record("sites/bailu", 名称=edit)
    kept.keep(understand(settings, records, frozenset()), ())
    kept.finish([folder])
    return KeptRecords(settings, store, ())


def test_a_record_that_changes_after_it_was_read_is_kept_as_it_was(
    project: Project, tmp_path: Path
) -> None:
    project.record("sites/bailu", 名称="白鹭驿站")
    folder = project.content / "sites/bailu"
    with Store(tmp_path / "store", "a") as store:
        after = kept_after(project, store, "青山驿站")
        assert not after.is_known(folder)
        project.record("sites/bailu", 名称="白鹭驿站")
        again = KeptRecords(project.settings(), store, ())
        assert again.is_known(folder)
        assert [each.face.name for each in again.entries([folder])[0].entries] == ["白鹭驿站"]


def test_a_folder_with_photos_that_changes_after_it_was_read_is_not_kept(
    project: Project, tmp_path: Path
) -> None:
    project.record("sites/bailu", 名称="白鹭驿站")
    project.write("sites/bailu/a.jpg", "x")
    folder = project.content / "sites/bailu"
    with Store(tmp_path / "store", "a") as store:
        assert not kept_after(project, store, "青山驿站").is_known(folder)
        project.record("sites/bailu", 名称="白鹭驿站")
        assert not KeptRecords(project.settings(), store, ()).is_known(folder)


def test_a_folder_that_gets_a_file_before_it_is_looked_at_is_not_kept(
    project: Project, tmp_path: Path
) -> None:
    project.record("sites/bailu", 名称="白鹭驿站")
    settings, folder = project.settings(), project.content / "sites/bailu"
    with Store(tmp_path / "store", "a") as store:
        for name, is_kept in ((".DS_Store", True), ("说明.pdf", False)):
            kept = KeptRecords(settings, store, ())
            bundle = bundle_in(settings, folder)
            project.write(f"sites/bailu/{name}", "x")
            records, _, _ = read_bundles(settings, [bundle])
            found = understand(settings, records, frozenset())
            assert bool(kept.sheaves(found, (), ())) is is_kept


def test_a_folder_that_stays_is_kept(project: Project, tmp_path: Path) -> None:
    project.record("sites/bailu", 名称="白鹭驿站")
    settings, folder = project.settings(), project.content / "sites/bailu"
    with Store(tmp_path / "store", "a") as store:
        kept = KeptRecords(settings, store, ())
        assert not kept.is_known(folder)
        bundle = bundle_in(settings, folder)
        records, _, _ = read_bundles(settings, [bundle])
        kept.keep(understand(settings, records, frozenset()), ())
        kept.finish([folder])
        # Its file is too young for its times to be trusted; what it holds decides.
        later = KeptRecords(settings, store, ())
        assert later.is_known(folder)
        found, damaged = later.entries([folder])
        assert [entry.face.name for entry in found.entries] == ["白鹭驿站"]
        assert damaged == ()


def test_what_the_store_lost_of_a_record_is_read_again(project: Project, tmp_path: Path) -> None:
    project.record("sites/bailu", 名称="白鹭驿站", 所属="青山街道", body="见[河套](河套驿站)。\n")
    settings, folder = project.settings(), project.content / "sites/bailu"
    with Store(tmp_path / "store", "a") as store:
        kept = KeptRecords(settings, store, ())
        bundle = bundle_in(settings, folder)
        found = understand(settings, read_bundles(settings, [bundle])[0], frozenset())
        (written,) = found.entries
        kept.keep(found, ())
        kept.finish([folder])
        for shelf in ("namings", "wholes"):
            kept = KeptRecords(settings, store, ())
            assert kept.is_known(folder)
            (entry,) = kept.entries([folder])[0].entries
            store.shelf(shelf).drop(["sites/bailu"])
            assert entry.naming == written.naming
            assert len(entry.naming.mentions) == len(entry.naming.links) == 1
            assert entry.whole() == written.whole()
            assert entry.bundle == folder
