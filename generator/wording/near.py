"""Words that were nearly written: one character other than in a known word.

Any single slip leaves one of two disjoint pairs of neighbouring characters of a word intact. So a
word is looked up by two pairs, the rarest that it has, and only there compared as a whole.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from operator import ne

from generator.text.pinyin import readings

# Characters that are taken for each other by their looks.
_ALIKE = (
    "已己巳 未末 土士 日曰目 人入 大太犬 天夭 千干于 斐裴 戍戌戊戎 候侯 拆折 析折 徒徙 崇祟 "
    "今令 兔免 幻幼 辨辩辫瓣 冶治 沏泌 抡抢 仑仓 晴睛 话活 券卷 栗粟 汆氽 帅师 侍待 往住 困因 "
    "技枝 科料 洒酒 很狠 眼眠 练炼 载栽裁 概慨 坚竖 贫贪 孤狐 喝渴 账帐 茶荼 亨享 微徽 壁璧"
)
_LOOKS = {char: group for group in _ALIKE.split() for char in group}


class NearWords:
    """Finds places where one of `words` is written with one slip.

    Words that differ from one another by one slip are all right as they stand.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        counts = Counter(word[i : i + 2] for word in self.words for i in range(len(word) - 1))
        anchors: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for word in sorted(self.words):
            for offset in _two_anchors(word, counts):
                anchors[word[offset : offset + 2]].append((word, offset))
        self._anchors = dict(anchors)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, word meant) of each slip: a character changed, left out, or two swapped."""
        of_pair = self._anchors.get
        pairs = pairwise(text)
        hits = [(at, words) for at, (a, b) in enumerate(pairs) if (words := of_pair(a + b))]
        for at, words in hits:
            for word, offset in words:
                start, size = at - offset, len(word)
                if start < -1 or text.startswith(word, max(start, 0)):
                    continue
                if start >= 0 and self._is_slip(text[start : start + size], word):
                    yield start, start + size, word
                # Left out before the pair, or behind it.
                for begin in (start, start + 1):
                    is_like = size > 5 and begin >= 0 and text.startswith(word[0], begin)
                    if is_like and _is_shortened(text[begin : begin + size - 1], word):
                        yield begin, begin + size - 1, word

    def _is_slip(self, written: str, word: str) -> bool:
        if len(written) != len(word) or sum(map(ne, written, word)) > 2:
            return False
        places = [i for i, (a, b) in enumerate(zip(written, word, strict=True)) if a != b]
        if written in self.words:
            return False
        if len(places) == 1:
            return are_taken_for_each_other(written[places[0]], word[places[0]])
        return (
            len(places) == 2
            and places[1] == places[0] + 1
            and written[places[0]] == word[places[1]]
            and written[places[1]] == word[places[0]]
        )


def _two_anchors(word: str, counts: Counter[str]) -> Sequence[int]:
    """Where the two disjoint pairs start that fewest words share; a short word has fewer."""
    offsets = range(len(word) - 1)
    disjoint = [(a, b) for a, b in combinations(offsets, 2) if b - a >= 2]
    if not disjoint:
        return offsets
    return min(disjoint, key=lambda ab: sum(counts[word[i : i + 2]] for i in ab))


def _is_shortened(written: str, word: str) -> bool:
    """Whether one character inside a long word is missing."""
    if len(word) < 6 or len(written) != len(word) - 1 or written[-1] != word[-1]:
        return False
    split = next(i for i in range(len(word)) if i == len(written) or written[i] != word[i])
    return written[split:] == word[split + 1 :]


def are_taken_for_each_other(one: str, other: str) -> bool:
    """Whether two characters sound the same, tones aside, or look nearly the same."""
    return (other in _LOOKS.get(one, "")) or bool(readings(one) & readings(other))
