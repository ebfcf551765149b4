"""An address → its QR code as inline SVG. The only door to zxing-cpp."""

from collections.abc import Iterator
from functools import cache
from html import escape
from math import isqrt
from typing import Any

import zxingcpp

# ISO/IEC 18004, 9.1: the code is to be kept clear by four modules on every side.
QUIET_ZONE = 4
_LIGHT, _DARK, _NEXT_ROW, _END = b"\xff", b"\0", b"\n", b"|"


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
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    # One grey byte a module, 0 where it is dark. That it is a buffer, its types do not say.
    picture: Any = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    modules = memoryview(picture).tobytes()
    width = isqrt(len(modules))
    # Strokes run through the middle of a row of modules.
    path = "M0 .5" + "".join(_strokes(modules, width))
    side = width + 2 * QUIET_ZONE
    label = escape(f"本页二维码：{address}")
    return (
        f'<svg class="zt-qr" viewBox="0 0 {side} {side}" width="{size_px}" height="{size_px}"'
        f' role="img" aria-label="{label}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path fill="none" stroke="#000" d="{path}"/></svg>'
    )


def _strokes(modules: bytes, side: int) -> Iterator[str]:
    """A stroke one module high through every run of dark modules, row by row.

    Each starts where the one before it ended: whole numbers and few digits. A code has some three
    hundred of them, but few kinds; finding them module by module would cost more than the code.
    """
    rows = [modules[start : start + side] for start in range(0, len(modules), side)]
    # The pen comes from the corner of the quiet zone: above the first row is nothing but light.
    above = (_LIGHT * side + _NEXT_ROW) * QUIET_ZONE + _LIGHT * QUIET_ZONE
    parted = _NEXT_ROW.join((*rows, b""))
    for after in (_LIGHT, _NEXT_ROW):
        parted = parted.replace(_DARK + after, _DARK + _END + after)
    *runs, _ = (above + parted).split(_END)
    return map(_kinds(side).__getitem__, runs)


class _Kinds(dict[bytes, str]):
    """The stroke through a dark run, by the run with all that is light between it and the last."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side

    def __missing__(self, run: bytes) -> str:
        rows = run.split(_NEXT_ROW)
        first, last, down = rows[0], rows[-1], len(rows) - 1
        length = last.count(_DARK)
        # In a lower row it is the way back from where the run before it ended.
        right = len(last) - length + (len(first) - self.side if down else 0)
        self[run] = stroke = f"m{right} {down}h{length}"
        return stroke


_kinds = cache(_Kinds)
