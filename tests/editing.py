"""Edits at random, as an office makes them in a year; used by tests and by tests/bench."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from conftest import Project, make_photo

from generator import pipeline
from generator.errors import ContentError
from generator.keeping.store import Lost, Store

FOLDERS = ("organizations", "sites", "members", "activities", "brands", "agreements")
_NAMES = ("白鹭", "青山", "唐冶", "红石崖", "云和", "海能", "通科", "新阳", "月牙泉", "石桥")
_KINDS = {
    "organizations": "党工委",
    "sites": "服务中心",
    "members": "同志",
    "activities": "主题党日",
    "brands": "工作法",
    "agreements": "共建协议",
}
_REGIONS = ("山东 济南 历城区", "山东 青岛", "江苏 南京")
_TOPICS = ("两新组织", "志愿服务", "乡村振兴")
_WORDS = "党建社区服务中心联盟创业先锋邻里公园街道学习"


class Editor:
    """Changes the content of a project step by step; the same seed makes the same steps."""

    def __init__(self, project: Project, seed: int, records: int = 18) -> None:
        self.project = project
        self.rng = random.Random(seed)
        self.before: dict[str, tuple[str, str]] = {}
        self.count = 0
        for _ in range(records):
            self.add()

    def step(self) -> str:
        """One edit; its name."""
        chosen: Callable[[], None] = self.rng.choice(
            (
                *(self.add, self.remove, self.change_body, self.change_body, self.change_title),
                *(self.change_fields, self.change_fields, self.rename, self.toggle_draft),
                *(self.change_photo, self.remove_photo, self.revert, self.change_website),
                *(self.change_page, self.touch, self.copy_over),
            )
        )
        chosen()
        return chosen.__name__

    # ---------------------------------------------------------------- records

    def add(self) -> None:
        self.count += 1
        folder = self.rng.choice(FOLDERS)
        slug = f"{folder[:3]}-{self.count}"
        self._write(folder, slug, self._text(), self._fields(folder))

    def remove(self) -> None:
        shutil.rmtree(self._bundle())

    def rename(self) -> None:
        bundle = self._bundle()
        self.count += 1
        bundle.rename(bundle.with_name(f"{bundle.parent.name[:3]}-{self.count}"))

    def change_body(self) -> None:
        self._edit(lambda text: text + f"\n又：{self._text()}\n")

    def change_title(self) -> None:
        self._replace("名称", self._name(self._bundle().parent.name))

    def change_fields(self) -> None:
        key, value = self.rng.choice(
            (
                ("摘要", f"{self._text()}。"),
                ("地区", self.rng.choice(_REGIONS)),
                ("主题", f"[{self.rng.choice(_TOPICS)}]"),
                ("编者注", f"{self._text()}。"),
                ("核对日期", f"2025-0{self.rng.randint(1, 9)}-11"),
                ("免提醒", "[]"),
            )
        )
        self._replace(key, value)

    def toggle_draft(self) -> None:
        self._replace("草稿", self.rng.choice(("是", "否")))

    def touch(self) -> None:
        """Another time, the same text."""
        file = self._bundle() / "index.md"
        file.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")

    def copy_over(self) -> None:
        """The text of the same file from another place, with its time kept."""
        file = self._bundle() / "index.md"
        other = file.with_name("copy.part")
        shutil.copy2(file, other)
        text = other.read_text(encoding="utf-8").replace("。", "！", 1)
        stat = file.stat()
        other.write_text(text, encoding="utf-8")
        shutil.copystat(file, other)
        other.replace(file)
        assert file.stat().st_mtime_ns == stat.st_mtime_ns

    def revert(self) -> None:
        """A file as it was before its last change."""
        if self.before:
            place = self.rng.choice(sorted(self.before))
            file = self.project.content / place
            if file.is_file():
                now = file.read_text(encoding="utf-8")
                file.write_text(self.before[place][0], encoding="utf-8")
                self.before[place] = now, now

    # ---------------------------------------------------------------- photos, settings, pages

    def change_photo(self) -> None:
        bundle = self._bundle()
        size = (80 + self.rng.randrange(20), 60)
        make_photo(bundle / "a.png", size)
        if "照片:" not in (bundle / "index.md").read_text(encoding="utf-8"):
            photo = "照片: [{文件: a.png, 图注: 合影}]\n来源:"
            self._edit(lambda text: text.replace("来源:", photo), bundle)

    def remove_photo(self) -> None:
        for file in sorted(self.project.content.glob("*/*/a.png")):
            line = "照片: [{文件: a.png, 图注: 合影}]\n"
            self._edit(lambda text, line=line: text.replace(line, ""), file.parent)
            file.unlink()
            return

    def change_website(self) -> None:
        file = self.project.content / "website.yml"
        lines = file.read_text(encoding="utf-8").splitlines()
        lines = [line for line in lines if not line.startswith(("标语:", "简介:"))]
        lines.append(f"简介: {self._text()}")
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def change_page(self) -> None:
        self.project.write("pages/about.md", f"# 关于\n\n{self._text()}\n")

    # ---------------------------------------------------------------- parts

    def _bundle(self) -> Path:
        bundles = sorted(path.parent for path in self.project.content.glob("*/*/index.md"))
        if len(bundles) < 3:
            self.add()
            return self._bundle()
        return self.rng.choice(bundles)

    def _edit(self, change: Callable[[str], str], bundle: Path | None = None) -> None:
        file = (bundle or self._bundle()) / "index.md"
        text = file.read_text(encoding="utf-8")
        self.before[file.relative_to(self.project.content).as_posix()] = text, ""
        file.write_text(change(text), encoding="utf-8")

    def _replace(self, key: str, value: str) -> None:
        def changed(text: str) -> str:
            head, sep, body = text.removeprefix("---\n").partition("---\n")
            lines = [line for line in head.splitlines() if not line.startswith(f"{key}:")]
            return "---\n" + "\n".join([f"{key}: {value}", *lines]) + f"\n{sep}{body}"

        self._edit(changed)

    def _write(self, folder: str, slug: str, body: str, fields: dict[str, str]) -> None:
        self.project.record(f"{folder}/{slug}", body=f"{body}。\n", **fields)

    def _fields(self, folder: str) -> dict[str, str]:
        fields = {"名称": self._name(folder), "摘要": f"{self._text()}。"}
        if self.rng.random() < 0.6:
            fields["地区"] = self.rng.choice(_REGIONS)
        if self.rng.random() < 0.5:
            fields["主题"] = f"[{self.rng.choice(_TOPICS)}]"
        if folder == "activities":
            fields["日期"] = f"20{self.rng.randint(18, 25)}-05-13"
            if known := self._names("organizations"):
                fields["主办"] = f"[{self.rng.choice(known)}]"
        if folder == "organizations" and (known := self._names("organizations")):
            fields["关系"] = f"[{{类型: 相关, 对象: {self.rng.choice(known)}}}]"
        return fields

    def _names(self, folder: str) -> list[str]:
        found = []
        for file in sorted(self.project.content.glob(f"{folder}/*/index.md")):
            lines = file.read_text(encoding="utf-8").splitlines()
            found += [line.removeprefix("名称: ") for line in lines if line.startswith("名称: ")]
        return found

    def _name(self, folder: str) -> str:
        self.count += 1
        return f"{self.rng.choice(_NAMES)}{self.rng.choice(_NAMES)}{_KINDS[folder]}{self.count}"

    def _text(self) -> str:
        return "".join(self.rng.choice(_WORDS) for _ in range(12))


def outcome(project: Project, store: Store | None = None) -> dict[str, object]:
    """All that a build would publish, by its name; or the problems that keep it from that."""
    try:
        rendered = pipeline.prepare(project.settings(), store=store)
    except ContentError as error:
        return {"problems": sorted(map(str, error.problems))}
    return {
        **{page.uri: (page.source, page.content) for page in rendered.pages},
        **{file.uri: file.content for file in rendered.made},
        **{file.uri: file.path.read_bytes() for file in rendered.copied},
        "frame": (rendered.config, rendered.hosts),
    }


def differences(one: dict[str, object], other: dict[str, object]) -> list[str]:
    """The names under which two outcomes are not the same."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def kept_outcome(project: Project) -> dict[str, object]:
    """The same, as a run gives it that knows what was kept before, if that is whole."""
    with pipeline.open_store(project.settings()) as store:
        try:
            return outcome(project, store)
        except Lost:
            store.empty()
            return outcome(project, store)


def spoil(project: Project, rng: random.Random) -> None:
    """Damage the store somewhere, or cut it short."""
    file = project.settings().cache / "store" / "store.sqlite"
    data = bytearray(file.read_bytes())
    for _ in range(rng.randrange(1, 200)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    file.write_bytes(data[: rng.randrange(len(data))] if rng.random() < 0.3 else data)
