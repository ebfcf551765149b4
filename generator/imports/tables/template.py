"""`zhanting template 活动`: an empty workbook made from the model, which the importer reads."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from generator.downloads.tables_out import put_text
from generator.errors import UsageError
from generator.imports.tables.cells import parsed_type
from generator.imports.tables.columns import BODY_HEADING, Column, plain_columns, short_columns
from generator.imports.tables.details import KIND, OWNERS, POSITION, components_of
from generator.models import Record
from generator.models.fields import Component, FieldSpec
from generator.models.values import PartialDate

CHOICES_SHEET, HELP_SHEET = "选项", "填写说明"
_ROWS = 500
_PHOTOS = 3
_REQUIRED, _OPTIONAL = (
    PatternFill("solid", fgColor="FFB02020"),
    PatternFill("solid", fgColor="FF6B7280"),
)
_HELP = (
    "一行写一条记录；第一行的标题不要改，栏的先后可以换，用不到的栏可以删。",
    "红底的栏必填。其他的不清楚就空着，不要猜。",
    "把鼠标放在标题上，会看到这一栏写什么、例子。",
    "日期写 2026-08-05；只知道年月写 2026-08；没有年份写 --08-05。",
    "几个单位、几个人之间用顿号“、”隔开；几句话、几条之间按 Alt+Enter 换行。",
    "照片可以插入到“照片”那一栏的格子里，也可以写文件名，文件放在表格旁边。",
    "图注写在同号的“图注”栏里：照片1 的图注写在图注1。",
    "不要写电话、身份证号。",
    "“草稿”空着或写“是”，导入后先不发布；写“否”就直接发布，那时摘要、来源都要写全。",
    "一条记录有很多照片、数字、清单时，写到后面各张表里：“记录”写它的名称，一行一项。",
    "填好以后运行：zhanting import 这个文件.xlsx",
)


def write_template(kind: type[Record], file: Path) -> None:
    """Write the template of a kind; a file that is there already is never written over."""
    if file.exists():
        raise UsageError(f"{file} 已经有了，没有改动它。请换一个文件名：--to 别的名字.xlsx")
    made = Workbook()
    choices = made.create_sheet(CHOICES_SHEET)
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet.title = kind.label
    _lay_out(sheet, _columns(kind), kind, choices)
    told = made.create_sheet(HELP_SHEET)
    told.column_dimensions["A"].width = 90
    for row, text in enumerate(_HELP, 1):
        put_text(told.cell(row, 1), text)
    for label, component in components_of((kind,)).items():
        parts = made.create_sheet(label)
        owners = [Column("", heading, None, _OWNER_HELP[heading]) for heading in OWNERS]
        _lay_out(parts, [*owners, *plain_columns(component)], component, choices)
    made.move_sheet(choices, len(made.sheetnames))
    choices.sheet_state = "hidden"
    made.save(file)


_OWNER_HELP = {
    KIND: "哪一类记录，例如 活动；只有一类时可以空着",
    "网址名": "可以空着；有两条同名的记录时，写它的网址名来区分",
    "记录": "属于哪条记录：写它的名称，和前面那张表里一样",
    POSITION: "可以空着；放在另一项里面时写，例如 清单[1].条目[2]",
}


def _columns(kind: type[Record]) -> list[Column]:
    """Required ones first, then the others in the order of the model, photos and text last."""
    every = [*plain_columns(kind), *short_columns(kind)]
    every.sort(key=lambda column: not column.is_required)
    photos = []
    for number in range(1, _PHOTOS + 1):
        told = "插入单元格图片，或写文件名（文件放在表格旁边）"
        photos.append(Column("photos", f"照片{number}", None, told))
        photos.append(Column("caption", f"图注{number}", None, f"照片{number} 里谁在哪里做什么"))
    body = Column("body", BODY_HEADING, None, "一百到五百字；段与段之间空一行（Alt+Enter 两次）")
    return [*every, *photos, body]


def _lay_out(
    sheet: Worksheet, columns: list[Column], model: type[Component], choices: Worksheet
) -> None:
    """The row of headings, with a comment, a colour and a rule for each column."""
    for number, column in enumerate(columns, 1):
        cell = sheet.cell(1, number)
        put_text(cell, column.heading)
        cell.font = Font(bold=True, color="FFFFFFFF")
        cell.fill = _REQUIRED if column.is_required else _OPTIONAL
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.comment = Comment(column.help, HELP_SHEET, height=120, width=300)
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 40 if column.name in ("body", "summary") else 18
        if column.spec is not None:
            _add_rule(sheet, f"{letter}2:{letter}{_ROWS}", column.spec, model, choices)
    sheet.freeze_panes = "B2"


def _add_rule(
    sheet: Worksheet, area: str, spec: FieldSpec, model: type[Component], choices: Worksheet
) -> None:
    if spec.choices and not spec.is_many:
        rule = DataValidation("list", formula1=_listed(choices, spec), allow_blank=True)
        rule.errorTitle, rule.error = "不在可选范围内", "请从下拉里选一个"
    elif spec.component is None and parsed_type(model, spec.name) is PartialDate:
        # Whoever types 8月5日 gets today's year put in by the program, so a text is asked for.
        rule = DataValidation("custom", formula1=_date_rule(area), allow_blank=True)
        rule.errorTitle, rule.error = "日期看不懂", "请写成 2026-08-05；只知道年月写 2026-08"
        rule.errorStyle = "warning"
        for row in sheet[area]:
            for cell in row:
                cell.number_format = "@"
    else:
        return
    rule.showErrorMessage = True
    rule.add(area)
    sheet.add_data_validation(rule)


def _date_rule(area: str) -> str:
    first = area.split(":")[0]
    return f"OR(ISNUMBER({first}),LEN({first})>=4)"


def _listed(choices: Worksheet, spec: FieldSpec) -> str:
    """Where the hidden sheet lists the choices of a field; added to it when they are new."""
    for column in range(1, choices.max_column + 1):
        if choices.cell(1, column).value == "|".join(spec.choices):
            break
    else:
        column = choices.max_column + (choices.cell(1, 1).value is not None)
        put_text(choices.cell(1, column), "|".join(spec.choices))
        for row, choice in enumerate(spec.choices, 2):
            put_text(choices.cell(row, column), choice)
    letter = get_column_letter(column)
    return f"{CHOICES_SHEET}!${letter}$2:${letter}${len(spec.choices) + 1}"
