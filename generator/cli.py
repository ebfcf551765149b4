"""Commands, exit codes, progress. Exit 0: done; 1: problems in the content; 2: wrong usage."""

import argparse
import gc
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from generator.errors import ContentError, Hindered, Problem, UsageError, hindrance
from generator.machines.storage import storage_at
from generator.settings import ENGINES, GAP_DAYS, KEPT, Settings, settings_for

# Each command imports what it needs, so that none waits for what only another one uses.
if TYPE_CHECKING:
    from generator.models import Record
    from generator.pipeline import Checked
    from generator.relating.catalog import Catalog

DONE, PROBLEMS, USAGE, UNSURE = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    # Records are many small objects that all stay; Python would look through all of them again and
    # again for circles to take away, which costs as much as reading them.
    gc.set_threshold(50_000, 10, 10)
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may still speak GBK; Chinese that it cannot show must not end the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    # Most of what is made lives until the end; to look it through for cycles every few hundred
    # objects took a tenth of the time.
    gc.set_threshold(50_000, 10, 10)
    options = _parser().parse_args(arguments)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
    except BrokenPipeError:
        # `zhanting check | head` has read enough. Python would complain once more on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except ContentError as error:
        _print_problems(error.problems, sys.stderr)
        return PROBLEMS
    except UsageError as error:
        print(error, file=sys.stderr)
        return USAGE
    except Hindered as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        told = hindrance(error)
        if told is None:
            raise
        print(told, file=sys.stderr)
        return PROBLEMS
    return code


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help whose first word is Chinese as well."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse that speaks Chinese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **options)
        # The headings of its two groups of arguments have no public name.
        self._positionals.title = "要写的"
        self._optionals.title = "可选的"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        print(f"命令写得不对。用法见：{self.prog} --help", file=sys.stderr)
        if "unrecognized" in message:
            surplus = message.partition(": ")[2]
            print(f"多出来的：{surplus}。名称里有空格时，两边加英文双引号。", file=sys.stderr)
        sys.exit(USAGE)


def _parser() -> argparse.ArgumentParser:
    from generator.deploy import arguments as deploying

    parser = _Parser(prog="zhanting", description="展厅：党建品牌展示网站生成器")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")

    def command(name: str, run: object, help: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help, description=help)
        made.set_defaults(run=run)
        made.add_argument("--root", type=Path, default=Path(), help="项目文件夹，默认是当前文件夹")
        made.add_argument("--content", type=Path, help="内容文件夹，默认是项目里的 content")
        return made

    check = command("check", _check, "检查全部内容，列出所有问题")
    check.add_argument("--wording", action="store_true", help="只看用语，逐条列出")
    check.add_argument(
        "--format",
        choices=("text", "json", "github", "gitlab"),
        default="text",
        help="给人看用 text；给别的程序用 json；github、gitlab 把问题标在提交的那一行上",
    )

    new = command("new", _new, "新建一条记录：zhanting new 活动 名称")
    new.add_argument("kind", metavar="类别", help="活动、示范点等，写错了会列出全部")
    new.add_argument("name", metavar="名称", help="记录的名称，例如 白鹭社区")

    clean = command("clean", _clean, "整理从报纸、扫描件里复制来的文字")
    clean.add_argument("file", metavar="文件", help="文本文件；写 - 就从输入读，整理好的打印出来")
    clean.add_argument("--to", type=Path, help="写到哪个文件，默认在原文件旁边")
    clean.add_argument("--yes", action="store_true", help="不再问，直接写入")

    rename = command("rename", _rename, "给记录换网址名，旧网址会自动跳转")
    rename.add_argument("record", metavar="记录", help="名称，或现在的网址名")
    rename.add_argument("slug", metavar="新网址名", help="小写字母、数字和减号")

    bring = command("import", _import, "导入表格（.xlsx、.csv）或 Word 稿件（.docx），写成草稿")
    bring.add_argument("file", metavar="文件", type=Path, help="Excel 工作簿、CSV 表格或 Word 文档")
    bring.add_argument("--kind", help="里面是哪一类记录，例如 活动；不写就自己认")
    bring.add_argument("--yes", action="store_true", help="Word 稿件不再问，直接写入")
    bring.add_argument(
        "--fill", metavar="项目=内容", action="append", default=[], help="全表都一样的一项"
    )
    bring.add_argument("--check", action="store_true", help="只检查，什么也不写")

    template = command("template", _template, "做一份 Excel 模板：zhanting template 活动")
    template.add_argument("kind", metavar="类别", help="活动、示范点等")
    template.add_argument("--to", type=Path, help="存成哪个文件，默认是 类别模板.xlsx")

    export = command("export", _export, "写成 Excel：年报和全部记录")
    export.add_argument("file", metavar="文件", type=Path, help="要写的 .xlsx 文件")
    export.add_argument("--kind", action="append", default=[], help="只要这一类，可写多次")
    yearly = export.add_argument_group("年报")
    yearly.add_argument("--year", metavar="年份", help="只统计这一年，例如 2026；不写就是全部年份")
    yearly.add_argument("--from", dest="first", metavar="日期", help="从哪天起，例如 2025-07")
    yearly.add_argument("--to", dest="last", metavar="日期", help="到哪天止，例如 2026-06")
    yearly.add_argument(
        "--gap-days",
        type=_positive,
        default=GAP_DAYS,
        metavar="天数",
        help=f"多少天没有活动要列出来，默认 {GAP_DAYS}",
    )
    yearly.add_argument(
        "--report", action="store_true", help="只要年报，不要记录和附件（交给上级用）"
    )

    build = command("build", _build, "检查并生成整个网站")
    build.add_argument("--out", type=Path, help="网站放在哪里，默认是项目里的 site")
    build.add_argument("--jobs", type=_positive, help="同时处理几张照片")
    build.add_argument("--wait", type=_positive, default=0, help="别人正在生成时，最多等几秒")
    build.add_argument("--keep", type=_count, default=KEPT, help=f"保留几个以前的网站，默认 {KEPT}")
    build.add_argument(
        "--engine",
        choices=ENGINES,
        default=ENGINES[0],
        help="用什么排版；mkdocs 以外的先运行 make engines",
    )
    build.add_argument("--avif", action="store_true", help="照片再做一份 AVIF，更小，但慢得多")
    build.add_argument(
        "--dask",
        metavar="地址",
        help="照片交给这个 Dask 集群做，例如 tcp://主机:8786；要写 --storage",
    )
    _add_storage(build)

    rollback = command("rollback", _rollback, "退回上一个网站；在本机再运行一次就换回来")
    rollback.add_argument("--at", metavar="目标", help=f"退回已发布的网站：{deploying.TARGETS}")
    rollback.add_argument("--out", type=Path, help="网站在哪里，默认是项目里的 site")
    rollback.add_argument("--list", action="store_true", help="只列出保留着哪些")
    rollback.add_argument("--to", metavar="编号", help="退回哪一个，默认上一个")
    deploying.add_access(rollback)

    render = command("render", _render, "写出纯 Markdown 的全部页面，不再需要本程序")
    render.add_argument("--to", type=Path, required=True, help="写到哪个空文件夹")

    serve = command("serve", _serve, "打开预览，保存后自动刷新")
    serve.add_argument("--address", default="127.0.0.1:8000", help="地址和端口")

    preview = command("preview", _preview, "看一条记录在网站上的样子，保存后自动刷新")
    preview.add_argument(
        "record", metavar="记录", nargs="?", help="名称（一部分也行）、文件或文件夹"
    )
    preview.add_argument(
        "--no-browser", dest="browser", action="store_false", help="不打开浏览器，只给出地址"
    )
    preview.add_argument(
        "--address", default="127.0.0.1:0", help="地址和端口，端口写 0 就自己找一个空的"
    )
    preview.add_argument(
        "--poll", action="store_true", help="在网络盘上：自己一遍遍看有没有保存，慢一点"
    )

    photos = command("photos", _photos, "试做照片：按网站的规格缩放任意图片")
    photos.add_argument("files", metavar="图片", type=Path, nargs="+", help="一张或多张图片")
    photos.add_argument("--to", type=Path, required=True, help="放到哪个文件夹")
    photos.add_argument("--jobs", type=_positive, help="同时处理几张")
    photos.add_argument("--avif", action="store_true", help="再做一份 AVIF")

    _add_storage(command("prune", _prune, "清理缓存里不再用到的照片"))

    verify = command("verify", _verify, "核对网站：有没有被人改动、删除或添加")
    verify.add_argument("target", metavar="网站", help="网站所在的文件夹，或它的网址")
    verify.add_argument(
        "--manifest", type=Path, metavar="文件", help="另外保存的 SHA256SUMS，和它比对"
    )
    verify.add_argument("--key", type=Path, metavar="公钥", help="公钥文件，核对清单的签名")
    verify.add_argument(
        "--allow",
        metavar="域名",
        nargs="+",
        help="页面可以链接到的网站；不写就以没被改动的页面为准",
    )
    verify.add_argument("--format", choices=("text", "json"), default="text", help="text 或 json")
    live = verify.add_argument_group("核对网址时")
    live.add_argument("--headers", action="store_true", help="也核对安全响应头")
    live.add_argument("--rate", type=_positive, default=10, help="每秒最多几次请求，默认 10")
    live.add_argument("--at-once", type=_positive, default=2, help="同时几个请求，默认 2")
    live.add_argument("--timeout", type=_positive, default=20, help="等多少秒没有回答算不通")
    live.add_argument("--sample", type=_positive, metavar="个数", help="只随机抽查这么多个文件")
    live.add_argument("--user-agent", help="自称什么；有的黑客只给搜索引擎看假页面，可以冒充它来查")
    live.add_argument(
        "--plain-names", action="store_true", help="按 …/index.html 取页面（对象存储）"
    )

    deploying.add_deploy(command("deploy", _deploy, "把生成好的网站发布到服务器"))
    _add_review(command("review", _review, "三审三校：看谁该审什么，签名，退回，打印审核表"))

    handbook = command("handbook", _handbook, "重新生成手册里的字段表和问题表")
    handbook.add_argument("--to", type=Path, help="手册所在的文件夹，默认是项目里的 docs")
    return parser


def _add_storage(parser: argparse.ArgumentParser) -> None:
    where = "几台机器共用的照片缓存：文件夹，或 s3://存储桶/前缀"
    parser.add_argument("--storage", metavar="位置", help=where)
    parser.add_argument("--endpoint", metavar="网址", help="对象存储的服务网址")


def _add_review(review: argparse.ArgumentParser) -> None:
    actions = review.add_subparsers(dest="action", required=True, metavar="做什么")
    stages = ("初审", "复审", "终审")

    def action(name: str, help: str, *, record: str = "记录") -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = actions.add_parser(name, help=help, description=help)
        # Also behind the action; what stands before it holds as long as nothing does.
        for option in ("--root", "--content"):
            made.add_argument(option, type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        nargs = None if record == "记录" else "?"
        if record:
            told = "名称、文件夹名，或 activities/文件夹名"
            made.add_argument("record", metavar=record, nargs=nargs, help=told)
        return made

    listed = action("list", "谁该审什么，快到期的", record="")
    listed.add_argument("--role", choices=stages, help="只看等这一审的")
    action("show", "审到哪一步，改动了什么")
    sign = action("sign", "签一次审核，自动提交")
    sign.add_argument("--stage", choices=stages, required=True, help="初审、复审或终审")
    sign.add_argument("--name", required=True, help="审核人自己的姓名")
    sign.add_argument("--note", help="意见")
    sign.add_argument("--date", help="只能是今天，不写就是今天")
    returned = action("return", "退回，写明原因")
    returned.add_argument("--name", required=True, help="谁退回的")
    returned.add_argument("--note", required=True, help="原因")
    form = action("form", "写出可以打印的审核表")
    form.add_argument("--to", type=Path, help="写到哪个文件")
    action("history", "审核过的全部记录", record="[记录]")


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(text)
    return int(text)


def _count(text: str) -> int:
    return 0 if text == "0" else _positive(text)


def _settings(options: argparse.Namespace) -> Settings:
    settings = settings_for(options.root, options.content)
    jobs = getattr(options, "jobs", None) or settings.jobs
    recipe = replace(settings.recipe, avif=getattr(options, "avif", False))
    shared, cluster = getattr(options, "storage", None), getattr(options, "dask", None)
    if cluster and not shared:
        raise UsageError("用 --dask 还要写 --storage：各台机器都能读写的位置，放原图和做好的照片。")
    storage = storage_at(shared, options.endpoint) if shared else None
    return replace(settings, jobs=jobs, recipe=recipe, storage=storage, cluster=cluster)


def _check(options: argparse.Namespace) -> int:
    from generator import pipeline
    from generator.wording.check import condensed

    checked = pipeline.check(_settings(options), decode=not options.wording, wording=True)
    if options.wording:
        return _tell_wording(checked, options.format)
    if options.format == "json":
        told = [asdict(found) for found in (*checked.problems, *checked.notices)]
        print(json.dumps(told, ensure_ascii=False, indent=1))
    elif options.format in {"github", "gitlab"}:
        from generator import reports

        report = reports.github if options.format == "github" else reports.gitlab
        print(report((*checked.problems, *checked.notices)), end="")
    else:
        _print_problems((*condensed(checked.notices), *checked.problems), sys.stdout)
        if not checked.problems:
            drafts = f"（另有草稿 {checked.drafts} 条，不会发布）" if checked.drafts else ""
            waiting = f"，另有 {checked.waiting} 条等审核" if checked.waiting else ""
            print(f"检查完毕：{_counted(checked.catalog)}，没有问题{drafts}{waiting}。")
    return PROBLEMS if checked.problems else DONE


def _tell_wording(checked: "Checked", form: str) -> int:
    from generator.wording.check import about_wording

    notices = about_wording(checked.notices)
    if form == "json":
        print(json.dumps([asdict(found) for found in notices], ensure_ascii=False, indent=1))
        return DONE
    _print_problems(notices, sys.stdout)
    print(f"用语检查完毕：{f'{len(notices)} 处提醒' if notices else '没有提醒'}。")
    if checked.problems:
        left_out = f"内容另有 {len(checked.problems)} 个问题，有问题的记录没有查；"
        print(f"{left_out}先运行 zhanting check 改好。")
    return DONE


def _new(options: argparse.Namespace) -> int:
    from generator.new import new_record

    made = new_record(_settings(options), options.kind, options.name)
    print(f"已新建：{made}\n打开它填写，照片放在同一个文件夹里；写好后把“草稿: 是”那一行删掉。")
    return DONE


def _import(options: argparse.Namespace) -> int:
    from generator.imports.examine import State
    from generator.imports.importing import import_table, is_table
    from generator.new import kind_named

    kind = kind_named(options.kind) if options.kind else None
    if not is_table(options.file):
        return _import_word(options, kind)
    pairs = [text.replace("＝", "=").partition("=") for text in options.fill]
    with _Progress() as progress:
        outcome = import_table(
            _settings(options),
            options.file,
            progress,
            kind=kind,
            fills={key.strip(): text.strip() for key, _, text in pairs},
            is_trial=options.check,
        )
    _print_problems([found.problem for found in outcome.findings], sys.stdout, is_import=True)
    counts = [(state.value, outcome.count(state)) for state in State]
    told = "，".join(f"{label} {count} 条" for label, count in counts if count)
    print(f"{options.file.name}：{told or '没有记录'}。{'（只检查，没有写）' * options.check}")
    for file in outcome.written:
        print(f"    {file}")
    if outcome.drafts:
        print(f"其中草稿 {outcome.drafts} 条：补上“待补充”的地方，删掉“草稿: 是”，就会发布。")
    if outcome.annotated:
        print(f"标出了问题的表：{outcome.annotated}\n在里面改好红色的格子，再导入它。")
    return DONE if outcome.is_clean else PROBLEMS


def _template(options: argparse.Namespace) -> int:
    from generator.imports.template import write_template
    from generator.new import kind_named

    kind = kind_named(options.kind)
    file = options.to or Path(f"{kind.label}模板.xlsx")
    write_template(kind, file)
    print(f"已写出：{file}\n填好以后导入：zhanting import {file}")
    return DONE


def _export(options: argparse.Namespace) -> int:
    from generator.exporting import export_workbook
    from generator.new import kind_named
    from generator.yearly.period import period_of
    from generator.yearly.report import Asked

    kinds = tuple(kind_named(name) for name in options.kind)
    period = period_of(options.year, options.first, options.last)
    asked = Asked(period, options.gap_days, options.report)
    if kinds and asked != Asked():
        raise UsageError("写了 --kind 就只导出这一类记录，没有年报；年报的选项不能一起写。")
    with _Progress() as progress:
        exported = export_workbook(
            _settings(options), options.file, kinds, progress, None if kinds else asked
        )
    told = [] if kinds else [f"年报：{period}"]
    told += [] if options.report else [f"{exported.records} 条记录"]
    print(f"已写出：{options.file}（{'，'.join(told)}）")
    if exported.problems:
        print(f"内容里还有 {exported.problems} 个问题没有改，年报的数字可能不准：zhanting check")
    if exported.files:
        print(f"照片和附件 {exported.files} 个：{exported.folder}\n要再导入，请和表格放在一起。")
    return DONE


def _import_word(options: argparse.Namespace, kind: "type[Record] | None") -> int:
    from generator.imports.examine import State, examine
    from generator.imports.word import read_word
    from generator.imports.word_proposal import proposal
    from generator.imports.write import write

    settings = _settings(options)
    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise UsageError(f"打不开“{options.file}”：没有这个文件，或系统不让读。") from error
    reading = read_word(data, options.file.name, kind)
    with _Progress() as progress:
        examined = examine(reading.drafts, settings, progress)
    for each, origins in zip(examined, reading.origins, strict=True):
        print("\n".join(proposal(each, origins, settings)))
        _print_problems([found.problem for found in each.findings], sys.stdout)
    new = [each for each in examined if each.state is State.NEW]
    if options.check:
        return DONE if new else PROBLEMS
    if new and not _confirmed(options.yes, f"写入这 {len(new)} 条草稿吗？"):
        print("什么也没有写。要写入，就再运行一次并回答 y，或者加上 --yes。")
        return PROBLEMS
    for file in write(examined, settings):
        print(f"已写入：{file}\n打开它核对、补全，写好后把“草稿: 是”那一行删掉。")
    if not new and all(each.state is State.SAME for each in examined):
        print("这份稿件已经导入过，没有变化，什么也没有写。")
    refused = any(each.state in (State.REFUSED, State.CHANGED) for each in examined)
    return PROBLEMS if refused else DONE


def _confirmed(yes: bool, question: str) -> bool:
    """Whether to go on: --yes, or y on a terminal; where nobody can be asked, no."""
    if yes or not sys.stdin.isatty():
        return yes
    return input(f"{question}[y/N] ").strip().lower() in {"y", "yes", "是"}


def _clean(options: argparse.Namespace) -> int:
    from generator.text.paste import clean, difference
    from generator.text.paste_file import read_text, target_for

    text = read_text(options.file)
    cleaned = clean(text)
    for line in difference(text, cleaned):
        print(line, file=sys.stderr)
    for line in cleaned.dropped:
        print(f"去掉了整行：{line}", file=sys.stderr)
    if cleaned.was_traditional:
        print("原文是繁体，已转成简体，请核对人名、地名。", file=sys.stderr)
    if options.file == "-" and not options.to:
        print(cleaned.text, end="")
        return DONE
    if cleaned.text == text:
        print("没有要整理的，什么也没有写。")
        return DONE
    target = options.to or target_for(Path(options.file))
    if target.exists():
        raise UsageError(f"{target} 已经有了，没有改动它。请用 --to 换一个文件名。")
    if not _confirmed(options.yes, f"写到 {target} 吗？原文件不动。"):
        print("什么也没有写。要写入，就再运行一次并回答 y，或者加上 --yes。")
        return PROBLEMS
    target.write_text(cleaned.text, encoding="utf-8", newline="\n")
    print(f"已写入：{target}（原文件没有动）")
    return DONE


def _rename(options: argparse.Namespace) -> int:
    from generator.new import rename_record

    made = rename_record(_settings(options), options.record, options.slug)
    print(f"已改名：{made}\n旧网址会自动跳转到新网址。")
    return DONE


def _build(options: argparse.Namespace) -> int:
    from generator import pipeline
    from generator.engines import engine_named
    from generator.publishing.final_check import Unfit
    from generator.rendering.layout import EngineError

    settings = _settings(options)
    engine = engine_named(options.engine)
    out = (options.out or settings.root / "site").absolute()
    started = time.monotonic()
    with _Progress() as progress:
        try:
            built = pipeline.build(
                *(settings, out, progress),
                engine=engine,
                wait=options.wait,
                keep=options.keep,
            )
        except ContentError:
            print("内容有问题，网站没有改动。", file=sys.stderr)
            raise
        except Unfit as error:
            print("生成的网页没有通过最后的检查，网站没有改动：", file=sys.stderr)
            print(error, file=sys.stderr)
            print("这多半是模板的毛病：改过模板就改回去，没改过就请维护人员来看。", file=sys.stderr)
            return PROBLEMS
        except EngineError as error:
            print(f"生成网页时出错，网站没有改动：\n{error}", file=sys.stderr)
            return PROBLEMS
    seconds = time.monotonic() - started
    pages, pictures = len(built.rendered.pages), len(built.rendered.copied)
    done = "网站已生成" if built.counts.is_new else "网站没有变化"
    print(f"{done}：{out}（{pages} 页，{pictures} 个图片文件，用时 {seconds:.1f} 秒）")
    if waiting := built.rendered.waiting:
        print(f"另有 {waiting} 条等审核，没有发布，或网站上还是以前通过的版本。")
    return DONE


def _rollback(options: argparse.Namespace) -> int:
    from generator.publishing import publish, releases
    from generator.publishing.lock import locked

    if options.at:
        from generator.deploy.command import run_rollback

        run_rollback(options, _settings(options))
        return DONE
    out = (options.out or options.root / "site").resolve()
    if options.to and not options.to.isdigit():
        raise UsageError(f"编号是一个数，不是 “{options.to}”。用 --list 看有哪些。")
    if options.list:
        kept = releases.releases_of(out)
        for each in kept:
            print(f"{each.number:04}  {each.made:%Y-%m-%d %H:%M} 生成，{each.files} 个文件")
        if not kept:
            print(f"{out} 旁边没有保留以前的网站。")
        return DONE
    with locked(out, wait=options.wait):
        publish.mend(out)
        release = releases.roll_back(out, int(options.to) if options.to else None)
    print(f"网站已退回到 {release.made:%Y-%m-%d %H:%M} 生成的（{release.files} 个文件）：{out}")
    print(f"刚才的网站现在是 {release.number:04}，再运行一次就换回来。")
    return DONE


def _render(options: argparse.Namespace) -> int:
    from generator import pipeline

    with _Progress() as progress:
        rendered = pipeline.render_to(_settings(options), options.to, progress)
    print(
        f"已写出：{options.to}（{len(rendered.pages)} 页），在其中运行 mkdocs build 即可生成网站。"
    )
    return DONE


def _serve(options: argparse.Namespace) -> int:
    from generator import mkdocs_hook

    print(f"预览地址：http://{options.address}/ 　保存后自动刷新，按 Ctrl+C 结束。", flush=True)
    mkdocs_hook.serve_website(_settings(options), options.address)
    return DONE


def _preview(options: argparse.Namespace) -> int:
    from generator.preview.command import run

    run(options, _settings(options))
    return DONE


def _photos(options: argparse.Namespace) -> int:
    from generator.pictures.photo_files import derive_files

    settings = _settings(options)
    refused = 0
    for file, found in derive_files(options.files, options.to, settings.recipe, settings.jobs):
        if isinstance(found, Problem):
            refused += 1
            print(f"{file}\n    问题：{found.what}\n    改法：{found.mend}  ({found.code})")
            continue
        taken = f"，EXIF 里的拍摄日期 {found.taken}（仅供参考）" if found.taken else ""
        moving = "；是动图或多页文件，只取第一幅" if found.is_moving else ""
        print(f"{file}：{found.width}×{found.height}{taken}{moving}")
    return PROBLEMS if refused else DONE


def _prune(options: argparse.Namespace) -> int:
    from generator import pipeline
    from generator.pictures.mark import mark_keys
    from generator.pictures.photos import keys_in_use, photo_cache

    settings = _settings(options)
    written = pipeline.check(settings, decode=False).catalog
    # While a record is under review, its approved version has photos of its own.
    published = pipeline.check_published(settings).catalog
    used = keys_in_use(written, settings) | keys_in_use(published, settings)
    used |= mark_keys(written.website, settings)
    gone, kept = photo_cache(settings).prune(used)
    print(f"清理了 {gone} 组不再用到的照片，留下 {kept} 组。")
    return DONE


def _verify(options: argparse.Namespace) -> int:
    from generator.publishing import headers, verify, verify_http
    from generator.publishing.signing import SigningError

    if options.key and not options.key.is_file():
        raise UsageError(f"找不到公钥文件：{options.key}")
    try:
        trusted = verify.Trusted(
            options.manifest.read_bytes() if options.manifest else b"",
            options.key,
            None if options.allow is None else frozenset(options.allow),
        )
    except OSError as error:
        raise UsageError(f"读不了另外保存的清单：{options.manifest}") from error
    try:
        if "://" in options.target:
            manners = verify_http.Manners(
                rate=options.rate,
                at_once=options.at_once,
                timeout=options.timeout,
                agent=options.user_agent or verify_http.AGENT,
                sample=options.sample,
                plain_names=options.plain_names,
            )
            expected = headers.SECURITY if options.headers else None
            with _Progress() as progress:
                report = verify_http.verify_url(
                    options.target, trusted, manners, headers=expected, progress=progress
                )
        else:
            report = verify.verify_folder(Path(options.target), trusted)
    except (verify.Unverifiable, SigningError) as error:
        print(f"没能核对：{error}", file=sys.stderr)
        return UNSURE
    if options.format == "json":
        print(json.dumps(asdict(report), ensure_ascii=False, indent=1))
    else:
        print(*report.lines(), sep="\n")
    if report.findings:
        return PROBLEMS
    return UNSURE if report.unreached else DONE


def _deploy(options: argparse.Namespace) -> int:
    from generator.deploy.command import run_deploy

    run_deploy(options, _settings(options))
    return DONE


def _review(options: argparse.Namespace) -> int:
    from generator.reviews import commands

    commands.run(options, _settings(options))
    return DONE


def _handbook(options: argparse.Namespace) -> int:
    from generator.handbook import write_tables

    for file in write_tables(options.to or options.root / "docs"):
        print(f"已写出：{file}")
    return DONE


class _Progress:
    """One line on a terminal that tells how far each stage is; silent elsewhere."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> Callable[[str, int, int], None]:
        return self._tell

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self._shown and total:
            bar = "█" * (20 * done // total)
            print(f"\r\x1b[K{stage} {bar:<20} {done}/{total}", end="", file=sys.stderr, flush=True)


def _counted(catalog: "Catalog") -> str:
    counts = Counter(entry.record.label for entry in catalog.entries)
    return "、".join(f"{label} {count}" for label, count in counts.items()) or "还没有记录"


def _print_problems(problems: Sequence[Problem], to: IO[str], *, is_import: bool = False) -> None:
    paint = _painter(to)
    faults = [found for found in problems if not found.is_notice]
    for found in problems:
        where, rest = str(found).split("\n", 1)
        print(paint("1;33" if found.is_notice else "1;31", where), rest, "", sep="\n", file=to)
    if faults and is_import:
        print(paint("1", f"共 {len(faults)} 个问题，有问题的行没有写入。"), file=to)
    elif faults:
        files = len({found.file for found in faults})
        told = f"共 {len(faults)} 个问题，在 {files} 个文件里。改好后再检查一次。"
        print(paint("1", told), file=to)


def _painter(to: IO[str]) -> Callable[[str, str], str]:
    """Colour for terminals (unless NO_COLOR is set, no-color.org); plain text elsewhere."""
    if to.isatty() and not os.environ.get("NO_COLOR"):
        return lambda code, text: f"\x1b[{code}m{text}\x1b[0m"
    return lambda code, text: text
