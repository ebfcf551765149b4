"""What was laid down comes back as it was, in its order, as often as somebody asks."""

from pathlib import Path

from generator.publishing.spool import Spool

LAID = [("b/index.html", b"one"), ("a/index.html", b""), ("c/index.html", bytes(100_000))]


def test_what_was_laid_down_comes_back_in_its_order(tmp_path: Path) -> None:
    with Spool(tmp_path / "spool") as spool:
        assert list(spool) == []
        for name, data in LAID[:2]:
            spool.append(name, data)
        assert list(spool) == LAID[:2]
        spool.append(*LAID[2])
        assert list(spool) == LAID
        assert list(zip(spool, spool, strict=True)) == [(each, each) for each in LAID]
