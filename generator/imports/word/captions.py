"""Which caption belongs to which picture: decided once for a document, and never by guess.

Whether captions stand below or above their pictures is one decision: the side that leaves fewer
pictures without a caption and fewer captions without a picture. Where that does not settle it, or
where the numbers in the captions contradict it, no caption is given and a question is asked.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from generator.imports.word.blocks import Block
from generator.imports.word.caption_answers import Answers, Question, short
from generator.imports.word.caption_groups import Candidate, Group, Groups
from generator.imports.word.caption_lines import Caption, number_value


@dataclass(frozen=True)
class Matched:
    """by_picture: number of the picture → its caption. used: ids of paragraphs that were captions;
    they are no body text.
    """

    by_picture: dict[int, Caption] = field(default_factory=dict)
    used: frozenset[int] = frozenset()
    questions: tuple[Question, ...] = ()


def match(blocks: Sequence[Block], blocked: AbstractSet[int], body_size: float) -> Matched:
    """The caption of every picture that surely has one.

    blocked: ids of paragraphs that are known to be something else (title, headings, labels).
    body_size: of ordinary text, in points; captions are often smaller.
    """
    answers = Answers()
    groups = Groups(answers, blocked, body_size)
    groups.read(blocks)
    _Decision(answers, groups).settle()
    questions = sorted(answers.asked.values(), key=lambda each: each.picture)
    return Matched(dict(answers.given), frozenset(answers.used), tuple(questions))


class _Decision:
    def __init__(self, answers: Answers, groups: Groups) -> None:
        self.answers = answers
        self.groups = groups.found
        self.candidates = groups.candidates

    def settle(self) -> None:
        self._choose_side()
        self._by_number()
        self._contradictions()
        self._strays()

    def _choose_side(self) -> None:
        """Choose the side once, for all groups."""
        waiting = [group for group in self.groups if group.above or group.below]
        tried = {side: self._tried(waiting, side) for side in ("below", "above")}
        cost = {side: self._cost(waiting, found) for side, found in tried.items()}
        if cost["below"] == cost["above"]:
            numbers = {side: _ascends(found) for side, found in tried.items()}
            if any(tried["below"]) or any(tried["above"]):
                if numbers["below"] == numbers["above"]:
                    for group in waiting:
                        self._unsure(group, "图的上面和下面都有像图注的一行，分不清")
                    return
                side = "below" if numbers["below"] else "above"
            else:
                side = "below"
        else:
            side = min(cost, key=lambda each: cost[each])
        self._apply(waiting, tried[side], side)

    def _apply(self, waiting: list[Group], found: list[list[Candidate]], side: str) -> None:
        plain_above = side == "above" and not any(
            each.is_marked for taken in found for each in taken
        )
        for group, taken in zip(waiting, found, strict=True):
            if not taken:
                self._unsure(group, "")
            elif plain_above and sum(map(bool, found)) < 2:
                # One unmarked line above one picture is as likely a heading of what follows.
                self._unsure(group, "")
            else:
                captions = [caption for each in taken for caption in each.captions]
                if self.answers.give(group.pictures, captions, group.where, group.is_row):
                    self.answers.used.update(each.paragraph.id for each in taken)

    def _tried(self, groups: list[Group], side: str) -> list[list[Candidate]]:
        """For each group the candidates that it would take from one side; empty where none fit."""
        found = []
        taken: set[int] = set()
        for group in groups:
            near = group.below if side == "below" else group.above
            free = [each for each in near if each.paragraph.id not in taken]
            fitting = self._fitting(group, free, side)
            taken.update(each.paragraph.id for each in fitting)
            found.append(fitting)
        return found

    def _fitting(self, group: Group, near: list[Candidate], side: str) -> list[Candidate]:
        picture_is = "above" if side == "below" else "below"
        near = [each for each in near if each.picture_is in ("", picture_is)]
        if not near:
            return []
        count = len(group.pictures)
        if len(near[0].captions) == count:
            # More numbered lines than pictures are a list of captions, not this picture's.
            numbered = [each for each in near if each.captions[0].number]
            if count == 1 and len(numbered) > 1 and near[0] in numbered:
                return []
            return near[:1]
        row = near[:count] if side == "below" else near[:count][::-1]
        if len(row) == count and all(each.is_marked and len(each.captions) == 1 for each in row):
            return row
        return []

    def _cost(self, groups: list[Group], found: list[list[Candidate]]) -> int:
        """Pictures without a caption, and marked captions without a picture."""
        taken = {each.paragraph.id for row in found for each in row}
        near = {
            each.paragraph.id for group in groups for each in (*group.above[:1], *group.below[:1])
        }
        return sum(not row for row in found) + len(near - taken)

    def _by_number(self) -> None:
        """Captions gathered elsewhere, 图1 图2 …: each goes to the picture of that number."""
        waiting = {p.number for group in self.groups for p in group.pictures} - set(
            self.answers.given
        )
        lists = [
            each
            for each in self.candidates
            if each.paragraph.id not in self.answers.used and all(c.number for c in each.captions)
        ]
        numbers = [number_value(caption.number) for each in lists for caption in each.captions]
        if not numbers or self.answers.given or sorted(numbers) != sorted(waiting):
            return
        for each in lists:
            for caption in each.captions:
                self.answers.given[number_value(caption.number)] = caption
                self.answers.asked.pop(number_value(caption.number), None)
            self.answers.used.add(each.paragraph.id)

    def _contradictions(self) -> None:
        """Take captions back whose numbers run against the order of the pictures."""
        numbered = [(p, c) for p, c in sorted(self.answers.given.items()) if c.number]
        values = [number_value(caption.number) for _, caption in numbered]
        if values == sorted(set(values)) and 0 not in values:
            return
        for picture, caption in numbered:
            del self.answers.given[picture]
            self.answers.used -= {
                each.paragraph.id
                for each in self.candidates
                if any(found.source == caption.source for found in each.captions)
            }
            self.answers.asked[picture] = Question(
                picture,
                caption.where,
                f"旁边写的是“{short(caption.source)}”，编号和图的先后不一致",
            )

    def _strays(self) -> None:
        """Ask about marked captions that no picture got."""
        asked = " ".join(question.text for question in self.answers.asked.values())
        for each in self.candidates:
            text = short(each.paragraph.text)
            if each.is_marked and each.paragraph.id not in self.answers.used and text not in asked:
                key = -each.paragraph.id
                self.answers.asked[key] = Question(
                    0, each.paragraph.where, f"“{text}”像图注，没有找到它的图"
                )

    def _unsure(self, group: Group, why: str) -> None:
        near = [*group.below[:1], *group.above[:1]]
        lines = "、".join(f"“{short(each.paragraph.text)}”" for each in near)
        self.answers.ask(group.pictures, group.where, f"{why or '旁边的一行对不上'}：{lines}")


def _ascends(found: list[list[Candidate]]) -> bool:
    numbers = [
        number_value(caption.number)
        for row in found
        for each in row
        for caption in each.captions
        if caption.number
    ]
    return bool(numbers) and numbers == sorted(numbers) and numbers[0] == 1
