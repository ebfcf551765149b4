"""Lists of people as they are written: 张三、李四、王小明（指导教师）等15人."""

import re
from dataclasses import dataclass

from generator.imports.word.digits import half_width

_TOTAL = re.compile(
    r"\s*(?:等)?\s*(?:共|一行)?\s*(?P<count>约|近)?\s*(?P<number>\d+)\s*(?P<more>余|多)?\s*(?:名|位)?"
    r"(?:人|同学|同志|队员|师生|志愿者|党员|代表)\s*$"
)
_ROLED = re.compile(r"(?P<name>[^（(]+)[（(](?P<role>[^（）()]*)[)）]")


@dataclass(frozen=True)
class Person:
    name: str
    role: str = ""


@dataclass(frozen=True)
class People:
    """total: how many there were, 15 of 等15人; total_source: as written."""

    people: tuple[Person, ...]
    total: str = ""
    total_source: str = ""
    questions: tuple[str, ...] = ()


def read_people(text: str) -> People:
    """The names in a list; what is not surely a name is a question."""
    plain = half_width(text.strip().rstrip("。；;"))
    total = total_source = ""
    questions = []
    if found := _TOTAL.search(plain):
        total = f"{found['count'] or ''}{found['number']}{found['more'] or ''}"
        total_source = found[0].strip()
        plain = plain[: found.start()].rstrip(" 、，,")
        questions.append(f"说“{total_source}”，没有列全")
    elif found := re.search(r"\s*等\s*$", plain):
        plain = plain[: found.start()]
        questions.append("末尾有“等”，没有列全")
    people = []
    for part in re.split(r"[、，,;；\n]|(?<=[）)])\s+", plain):
        role = ""
        name = part.strip(" \t\u3000")
        if found := _ROLED.fullmatch(name):
            name, role = found["name"].strip(), found["role"].strip()
        for one in _names(name):
            people.append(Person(one, role))
            if len(one) > 15 or re.search(r"[。：:0-9]", one):
                questions.append(f"里的“{one}”不像一个人名")
    return People(tuple(people), total, total_source, tuple(questions))


def _names(text: str) -> list[str]:
    """One name, or several with spaces between them; 陈  晨 is one, spaced to three characters."""
    words = text.split()
    if len(words) <= 1:
        return words
    if not all(re.fullmatch(r"[\u3400-\u9fff·]+", word) for word in words):
        return [text]
    names: list[str] = []
    waiting = ""
    for word in words:
        if len(word) == 1 and waiting:
            names.append(waiting + word)
            waiting = ""
        elif len(word) == 1:
            waiting = word
        else:
            names += [waiting, word] if waiting else [word]
            waiting = ""
    return [*names, waiting] if waiting else names
