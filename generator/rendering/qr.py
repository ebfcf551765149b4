"""An address → its QR code as inline SVG. The only door to zxing-cpp."""

from collections.abc import Iterator
from functools import cache
from html import escape
from math import isqrt
from typing import Any

from generator.rendering.qr_penalty import MARGIN, penalty

# ISO/IEC 18004, 9.1: the code is to be kept clear by four modules on every side.
QUIET_ZONE = 4
_LIGHT, _DARK = "0", "1"
_AS_DIGITS = bytes([ord(_DARK), *[ord(_LIGHT)] * 255])
# By modules in a row: what each mask turns round, compared with the first.
_MASKS: dict[int, tuple[int, ...]] = {}


def qr_svg(address: str, size_px: int = 144) -> str:
    """The QR code of an address: error correction M (a seventh may be soiled), quiet zone kept.

    Black on white in every colour scheme, for many readers do not find an inverted code.

    Args:
        address: full address of a page; anything but ASCII is written as UTF-8.
        size_px: side of the picture in px, quiet zone included.

    Returns:
        `<svg>` that a page can hold as it is; the same address gives the same text.

    Raises:
        ValueError: the address is longer than 2,300 bytes.
    """
    dark, width = _best(address)
    stride = width + MARGIN
    digits = f"{dark:0{width * stride}b}"
    rows = [digits[start : start + width] for start in range(0, len(digits), stride)]
    # Strokes run through the middle of a row of modules.
    path = "M0 .5" + "".join(_strokes(rows, width))
    side = width + 2 * QUIET_ZONE
    label = escape(f"本页二维码：{address}")
    return (
        f'<svg class="zt-qr" viewBox="0 0 {side} {side}" width="{size_px}" height="{size_px}"'
        f' role="img" aria-label="{label}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path fill="none" stroke="#000" d="{path}"/></svg>'
    )


def _best(address: str) -> tuple[int, int]:
    """(dark modules as `penalty` takes them, modules in a row) of the code with the best mask."""
    plain, side = _code(address, 0)
    if side not in _MASKS:
        # What a mask turns round, and how a code names its mask, is the same for all of one size.
        _MASKS[side] = tuple(plain ^ _code(address, mask)[0] for mask in range(8))
    return min((plain ^ mask for mask in _MASKS[side]), key=lambda dark: penalty(dark, side)), side


def _code(address: str, mask: int) -> tuple[int, int]:
    import zxingcpp

    code = zxingcpp.create_barcode(
        address, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=mask
    )
    # One grey byte a module, 0 where it is dark. That it is a buffer, its types do not say.
    picture: Any = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    modules = memoryview(picture).tobytes().translate(_AS_DIGITS).decode()
    side = isqrt(len(modules))
    rows = [modules[start : start + side] for start in range(0, len(modules), side)]
    return int((_LIGHT * MARGIN).join((*rows, "")), 2), side


def _strokes(rows: list[str], side: int) -> Iterator[str]:
    """A stroke one module high through every run of dark modules, row by row.

    Each starts where the one before it ended: whole numbers and few digits. A code has some three
    hundred of them, but few kinds; finding them module by module would cost more than the code.
    """
    # The pen comes from the corner of the quiet zone: above the first row is nothing but light.
    above = [_LIGHT * side] * QUIET_ZONE
    whole = "\n".join([*above, _LIGHT * QUIET_ZONE + rows[0], *rows[1:], ""])
    *runs, _ = whole.replace("10", "1|0").replace("1\n", "1|\n").split("|")
    return map(_kinds(side).__getitem__, runs)


class _Kinds(dict[str, str]):
    """The stroke through a dark run, by the run with all that is light between it and the last."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side

    def __missing__(self, run: str) -> str:
        rows = run.split("\n")
        first, last, down = rows[0], rows[-1], len(rows) - 1
        length = last.count(_DARK)
        # In a lower row it is the way back from where the run before it ended.
        right = len(last) - length + (len(first) - self.side if down else 0)
        self[run] = stroke = f"m{right} {down}h{length}"
        return stroke


_kinds = cache(_Kinds)
