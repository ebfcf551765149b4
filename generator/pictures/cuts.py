"""What is asked of a photo, what its header says, and why it cannot be used. Needs no Pillow."""

from dataclasses import dataclass
from datetime import date

# WebP cannot hold a longer side (developers.google.com/speed/webp/faq).
MAX_SIDE = 16383


class PhotoRefused(Exception):
    """A file that cannot be used as a photo: a code of `messages.MESSAGES` and its facts."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Cut:
    """One shape in which a photo is shown.

    shape: `full`, `card` (3:2) or `portrait` (4:5). ratio: width to height, or None for all of it.
    widths: px, ascending. focus: the point that stays in sight, (0, 0) top left to (1, 1).
    """

    shape: str
    ratio: tuple[int, int] | None
    widths: tuple[int, ...]
    focus: tuple[float, float] = (0.5, 0.5)


@dataclass(frozen=True)
class Original:
    """What the header of a photo says; no pixel was decoded.

    width, height: as shown, in px. is_moving: it has more pictures than the first.
    taken: day of the shot by EXIF, a suggestion only.
    """

    format: str
    width: int
    height: int
    orientation: int
    is_moving: bool
    taken: date | None

    @property
    def decoded_pixels(self) -> int:
        """About how many pixels stand in memory while it is worked on."""
        return self.width * self.height // (4 if self.format in ("JPEG", "MPO") else 1)

    def at_most(self, width: int) -> tuple[int, int]:
        """Its size when it is no wider than `width`; refuses what is too long even then."""
        width = min(width, self.width)
        height = max(1, round(self.height * width / self.width))
        if height > MAX_SIDE:
            size = f" {self.width}×{self.height} 像素，太长了"
            raise PhotoRefused("photo-too-large", size=size, limit=f"{MAX_SIDE} 像素")
        return width, height
