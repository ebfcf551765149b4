"""What is decided of the pictures of a document: the caption of each, or the question about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.imports.word.blocks import Picture
from generator.imports.word.caption_lines import Caption
from generator.imports.word.told import shortened


@dataclass(frozen=True)
class Question:
    """What cannot be decided: about a picture, or about a line that looks like a caption."""

    picture: int
    where: str
    text: str


class Answers:
    """given: captions by number of the picture. used: ids of paragraphs that were captions.

    asked: questions by number of the picture.
    """

    def __init__(self) -> None:
        self.given: dict[int, Caption] = {}
        self.used: set[int] = set()
        self.asked: dict[int, Question] = {}

    def give(
        self,
        pictures: Sequence[Picture],
        captions: Sequence[Caption],
        where: str,
        is_row: bool = True,
    ) -> bool:
        """Give captions to pictures, left to right; a question where the order is not sure."""
        order = in_order(pictures, captions, is_row)
        if order is None:
            self.ask(
                pictures, where, f"“{short(captions[0].source)}”里哪一句说的是哪一张，看不出来"
            )
            return False
        for picture, caption in zip(order, captions, strict=True):
            self.given[picture.number] = caption
        return True

    def ask(self, pictures: Iterable[Picture], where: str, text: str) -> None:
        for picture in pictures:
            if picture.number not in self.given:
                self.asked[picture.number] = Question(picture.number, where, text)


def in_order(
    pictures: Sequence[Picture], captions: Sequence[Caption], is_row: bool
) -> list[Picture] | None:
    """The pictures in the order of their captions; None when that is not sure."""
    if len(pictures) != len(captions):
        return None
    if len(pictures) == 1:
        return list(pictures)
    sides = "".join(caption.side for caption in captions)
    placed = [picture.across for picture in pictures if picture.is_floating]
    ordered = list(pictures)
    if placed:
        known = [place for place in placed if place]
        if len(known) != len(pictures) or len({place[0] for place in known}) != 1:
            return None
        if len({place[1] for place in known}) == len(known):
            ordered.sort(key=lambda picture: picture.across[1] if picture.across else 0)
        elif sides:
            return None
    if not sides:
        return ordered
    if sides in {"左右", "右左", "左中右"} and is_row:
        found = dict(zip("左右" if len(ordered) == 2 else "左中右", ordered, strict=True))
        return [found[side] for side in sides]
    if sides in {"上下", "下上", "上中下"} and not is_row:
        found = dict(zip("上下" if len(ordered) == 2 else "上中下", ordered, strict=True))
        return [found[side] for side in sides]
    return None


def short(text: str) -> str:
    """A line as a question quotes it."""
    return shortened(text, 30)
