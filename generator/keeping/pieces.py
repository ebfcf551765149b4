"""Things of many megabytes, of which little changes at a time: only pieces that do are written."""

from hashlib import blake2b

from generator.keeping.store import Shelf

_PIECE = 1 << 18  # bytes
_DIGEST = 16


class Pieces:
    """Such things on a shelf. Each piece is a thing there, and so is the list of their digests."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def get(self, name: str, digest: bytes) -> bytes | None:
        """The thing of that name, if it is the one of which `put` gave that digest, and whole."""
        digests = self._digests(name)
        if digests is None or _digest_of(b"".join(digests)) != digest:
            return None
        found = [self._shelf.get(_place(name, at), each) for at, each in enumerate(digests)]
        whole = [piece for piece in found if piece is not None]
        return b"".join(whole) if len(whole) == len(found) else None

    def put(self, name: str, data: bytes) -> bytes:
        """Keep a thing, and give its digest. Pieces that are what they were are not written."""
        before = self._digests(name) or []
        after = []
        for number, start in enumerate(range(0, len(data), _PIECE)):
            piece = data[start : start + _PIECE]
            digest = _digest_of(piece)
            if before[number : number + 1] != [digest]:
                self._shelf.put({_place(name, number): (digest, piece)})
            after.append(digest)
        self._shelf.drop(_place(name, number) for number in range(len(after), len(before)))
        listed = b"".join(after)
        self._shelf.put({name: (b"", listed)})
        return _digest_of(listed)

    def names(self, name: str) -> list[str]:
        """Under which names the shelf has the thing, if it does."""
        digests = self._digests(name)
        return [] if digests is None else [name, *(_place(name, at) for at in range(len(digests)))]

    def _digests(self, name: str) -> list[bytes] | None:
        listed = self._shelf.get(name, b"")
        if listed is None:
            return None
        return [listed[start : start + _DIGEST] for start in range(0, len(listed), _DIGEST)]


def _digest_of(data: bytes) -> bytes:
    return blake2b(data, digest_size=_DIGEST).digest()


def _place(name: str, number: int) -> str:
    return f"{name} {number}"
