"""An address → its QR code as inline SVG. The only door to zxing-cpp."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

import zxingcpp

# ISO/IEC 18004, 9.1: the code is to be kept clear by four modules on every side.
QUIET_ZONE = 4
_DARK = re.compile(b"\\0+")


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
    matrix = [bytes(row) for row in memoryview(picture).tolist()]
    # Strokes run through the middle of a row of modules.
    path = "M0 .5" + "".join(_runs(matrix))
    side = len(matrix) + 2 * QUIET_ZONE
    label = escape(f"本页二维码：{address}")
    return (
        f'<svg class="zt-qr" viewBox="0 0 {side} {side}" width="{size_px}" height="{size_px}"'
        f' role="img" aria-label="{label}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path fill="none" stroke="#000" d="{path}"/></svg>'
    )


def _runs(matrix: Iterable[bytes]) -> Iterator[str]:
    """A stroke one module high through every run of dark modules, row by row.

    Each starts where the one before it ended: whole numbers and few digits.
    """
    pen_x = pen_y = 0
    for y, row in enumerate(matrix, QUIET_ZONE):
        for run in _DARK.finditer(row):
            start, end = run.start() + QUIET_ZONE, run.end() + QUIET_ZONE
            yield f"m{start - pen_x} {y - pen_y}h{end - start}"
            pen_x, pen_y = end, y
