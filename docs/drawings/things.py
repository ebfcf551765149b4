"""Rooms, furniture, plants and buildings placed on the stage."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kit import (
    BRONZE,
    CLAY,
    CREAM,
    GLASS,
    GOLD,
    INK,
    LEAF,
    MOSS,
    NAVY,
    OAK,
    RED,
    SAGE,
    SAND,
    SCARLET,
    SKY,
    SLATE,
    STEEL,
    STONE,
    WALNUT,
    WHITE,
    WIDTH,
    WINE,
    Colour,
    Stage,
    dark,
    light,
    mix,
    rgb,
)

PLANK, ZENITH, HAZE = rgb("#d9bd97"), rgb("#b9d0d8"), rgb("#fbf1de")
BOOKS = [RED, WINE, GOLD, BRONZE, SLATE, NAVY, SAGE, CREAM, CLAY, MOSS, SAND]
NOTES = [
    SAND,
    rgb("#f3c9a6"),
    rgb("#e9b7a5"),
    rgb("#cfdcb9"),
    rgb("#bcd4d8"),
    CREAM,
    GOLD,
    rgb("#d98f7c"),
    rgb("#f5e3b5"),
]


# -- rooms -----------------------------------------------------------------------------------


def room(
    s: Stage,
    half: float,
    depth: float,
    height: float,
    wall: Colour = CREAM,
    floor: Colour = PLANK,
    tile: float = 0,
) -> None:
    """Draw floor, walls and ceiling; the left wall is dim because the light enters there."""
    near = 1.2
    s.fade(
        s.many([(-half, 0, depth), (half, 0, depth), (half, 0, near), (-half, 0, near)]),
        light(floor, 0.35),
        dark(floor, 0.12),
    )
    lines = dark(floor, 0.16)
    step = tile or 0.6
    for i in range(int(-half / step), int(half / step) + 1):
        s.stroke(s.many([(i * step, 0, depth), (i * step, 0, near)]), 3, lines, 0.4)
    if tile:
        for j in range(int(near / tile) + 1, int(depth / tile) + 1):
            s.stroke(s.many([(-half, 0, j * tile), (half, 0, j * tile)]), 3, lines, 0.4)
    back = s.many(
        [(-half, height, depth), (half, height, depth), (half, 0, depth), (-half, 0, depth)]
    )
    s.fade(back, light(wall, 0.3), dark(wall, 0.07))
    for side, tone in ((-half, dark(wall, 0.13)), (half, dark(wall, 0.04))):
        s.fade(
            s.many(
                [(side, height, near), (side, height, depth), (side, 0, depth), (side, 0, near)]
            ),
            tone,
            dark(tone, 0.08),
        )
    s.flat(-half, half, near, depth, dark(wall, 0.08), y=height)
    for side in (-half, half):
        s.wall(side, 0, 0.12, near, depth, dark(wall, 0.3))
    s.upright(-half, 0, half, 0.12, depth, dark(wall, 0.22))


def beams(s: Stage, half: float, depth: float, height: float, wood: Colour = OAK) -> None:
    """Carry the ceiling on wooden beams, which gives the upper part of a room a rhythm."""
    z = depth - 1.0
    while z > 4:
        s.block(0, z, 2 * half, 0.2, 0.13, light(wood, 0.62), y=height - 0.13)
        z -= 2.2


def strip_lights(s: Stage, half: float, depth: float, height: float, rows: int = 3) -> None:
    """Set long lamps into the ceiling along the view."""
    for i in range(rows):
        x = (i - (rows - 1) / 2) * 2 * half / rows
        for z in range(4, int(depth), 3):
            s.flat(x - 0.14, x + 0.14, z, z + 1.9, WHITE, 0.9, y=height - 0.01)


def outlook(s: Stage, x0: float, y0: float, x1: float, y1: float, z: float) -> None:
    """Fill a window opening with sky, a far skyline and soft tree tops."""
    (ax, ay), (bx, by) = s.at(x0, y1, z), s.at(x1, y0, z)
    s.fade([(ax, ay), (bx, ay), (bx, by), (ax, by)], SKY, rgb("#f4efe2"))
    w, h, r = bx - ax, by - ay, s.rng
    for i in range(9):
        tall, x = r.uniform(0.25, 0.55) * h, ax + w * i / 9
        s.rect(x, by - tall, x + w / 11, by, mix(GLASS, CREAM, 0.45))
    for i in range(13):
        size = min(w / 13, h * 0.16)
        x = min(max(ax + w * (i + 0.5) / 13, ax + size), bx - size)
        s.oval(x, by - size, size, size, mix(SAGE, CREAM, 0.15 + 0.25 * r.random()))


def window(
    s: Stage,
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    z: float,
    cols: int,
    rows: int,
    frame: Colour = STONE,
) -> None:
    """Cut a window into the back wall."""
    s.upright(x0 - 0.08, y0 - 0.08, x1 + 0.08, y1 + 0.08, z, dark(CREAM, 0.18))
    outlook(s, x0, y0, x1, y1, z)
    width = max(5, 0.05 * s.unit(z))
    for i in range(cols + 1):
        x = x0 + (x1 - x0) * i / cols
        s.stroke(s.many([(x, y0, z), (x, y1, z)]), width, frame)
    for j in range(rows + 1):
        y = y0 + (y1 - y0) * j / rows
        s.stroke(s.many([(x0, y, z), (x1, y, z)]), width, frame)
    s.upright(x0 - 0.15, y0 - 0.12, x1 + 0.15, y0 - 0.04, z - 0.05, WHITE)


def side_windows(
    s: Stage, x: float, z0: float, z1: float, y0: float, y1: float, n: int, frame: Colour = STONE
) -> None:
    """Cut windows into a side wall and let their light lie on the floor."""
    pitch = (z1 - z0) / n
    for i in range(n):
        a, b = z0 + i * pitch + 0.2, z0 + (i + 1) * pitch - 0.2
        s.wall(x, y0 - 0.08, y1 + 0.08, a - 0.08, b + 0.08, WHITE)
        pane = s.many([(x, y1, a), (x, y1, b), (x, y0, b), (x, y0, a)])
        s.fade(pane, SKY, rgb("#fbf3df"))
        for t in (0.0, 0.5, 1.0):
            z = a + (b - a) * t
            s.stroke(s.many([(x, y0, z), (x, y1, z)]), 7, frame)
        for t in (0.0, 0.68, 1.0):
            y = y0 + (y1 - y0) * t
            s.stroke(s.many([(x, y, a), (x, y, b)]), 7, frame)
        if x < 0:
            lie = [
                (x + 0.5, 0, a - 0.3),
                (x + 0.5, 0, b - 0.3),
                (x + 3.6, 0, b - 1.4),
                (x + 3.6, 0, a - 1.4),
            ]
            s.fade(
                s.many([(px, py, max(pz, 1.0)) for px, py, pz in lie]),
                rgb("#fff0c9"),
                rgb("#fff0c9"),
                (0.55, 0.3),
            )


def panel(
    s: Stage, x0: float, y0: float, x1: float, y1: float, z: float, fill: Colour, edge: Colour = OAK
) -> None:
    """Hang a framed board on the back wall, with a thin shadow beside it."""
    s.upright(x0 + 0.06, y0 - 0.08, x1 + 0.08, y1 - 0.05, z, INK, 0.16)
    s.upright(x0, y0, x1, y1, z, edge)
    s.upright(x0 + 0.06, y0 + 0.06, x1 - 0.06, y1 - 0.06, z, fill)


def bars(
    s: Stage, x0: float, y0: float, x1: float, y1: float, z: float, rows: int, fill: Colour
) -> None:
    """Hint at writing by plain bars, since no sign in the set may be readable."""
    pitch = (y1 - y0) / rows
    for i in range(rows):
        reach = x0 + (x1 - x0) * (0.95 if i == 0 else s.rng.uniform(0.5, 0.9))
        y = y1 - (i + 0.7) * pitch
        s.upright(x0, y, reach, y + pitch * 0.4, z, fill)


def chart(s: Stage, x0: float, y0: float, x1: float, y1: float, z: float) -> None:
    """Draw an abstract chart: columns with a rising line."""
    n, tops = 6, []
    w = (x1 - x0) / n
    for i in range(n):
        h = (y1 - y0) * (0.25 + 0.11 * i + s.rng.uniform(-0.06, 0.06))
        colour = SCARLET if i == n - 1 else (GOLD, SLATE)[i % 2]
        s.upright(x0 + w * (i + 0.2), y0, x0 + w * (i + 0.78), y0 + h, z, colour)
        tops.append((x0 + w * (i + 0.5), y0 + h + (y1 - y0) * 0.14, z))
    s.stroke(s.many(tops), max(5, 0.035 * s.unit(z)), RED)
    for p in tops:
        s.oval(*s.at(*p), 0.05 * s.unit(z), 0.05 * s.unit(z), RED)
    s.upright(x0, y0 - 0.03, x1, y0, z, STONE)


def pendant(
    s: Stage, x: float, y: float, z: float, top: float, fill: Colour = RED, r: float = 0.22
) -> None:
    """Hang a lamp from the ceiling, with a little glow below."""

    def draw() -> None:
        px, py = s.at(x, y, z)
        u = s.unit(z)
        s.stroke([s.at(x, top, z), (px, py)], max(3, 0.015 * u), STONE)
        s.glow(px, py + 0.2 * u, 0.9 * u, rgb("#ffe3a0"), 0.5)
        s.oval(px, py + 0.11 * u, r * 0.7 * u, 0.06 * u, rgb("#fff1c4"))
        s.blob(
            [
                (px - r * u, py + 0.12 * u),
                (px - r * 0.6 * u, py - 0.08 * u),
                (px, py - r * u),
                (px + r * 0.6 * u, py - 0.08 * u),
                (px + r * u, py + 0.12 * u),
            ],
            fill,
        )

    s.put(z, draw)


# -- furniture -------------------------------------------------------------------------------


def table(
    s: Stage,
    x: float,
    z: float,
    w: float,
    d: float,
    h: float = 0.75,
    top: Colour = OAK,
    leg: Colour | None = None,
) -> None:
    """Place a table with four legs and a thick top."""
    post = leg or dark(top, 0.35)

    def draw() -> None:
        for lz in (d / 2 - 0.08, -d / 2 + 0.08):
            for lx in (-w / 2 + 0.1, w / 2 - 0.1):
                s.block(x + lx, z + lz, 0.07, 0.07, h - 0.05, post)
        s.block(x, z, w, d, 0.06, top, y=h - 0.06)

    s.cast(x, z, w, d, 0.12, y=h - 0.06)
    s.put(z, draw)


def round_table(s: Stage, x: float, z: float, r: float, h: float, top: Colour = OAK) -> None:
    """Place a round table on a pedestal."""

    def draw() -> None:
        s.drum(x, z, r * 0.4, 0, 0.05, dark(top, 0.4))
        s.drum(x, z, max(0.06, r * 0.12), 0.05, h - 0.06, dark(top, 0.35))
        s.drum(x, z, r, h - 0.07, h, top)

    s.cast_disc(x, z, r, h)
    s.put(z, draw)


def sofa(s: Stage, x: float, z: float, w: float, fill: Colour, face: str = "front") -> None:
    """Place a low sofa facing the viewer or, turned away, showing its back."""

    def draw() -> None:
        dz = 0.32 if face == "front" else -0.32
        parts = [(x, z + dz, w, 0.18, 0.8, 0.0), (x, z, w, 0.75, 0.28, 0.14)]
        for px, pz, pw, pd, ph, py in parts if face == "front" else parts[::-1]:
            s.block(px, pz, pw, pd, ph, fill, y=py)
        if face == "front":
            n = max(2, round(w / 0.7))
            for i in range(n):
                s.block(
                    x - w / 2 + w * (i + 0.5) / n,
                    z - 0.04,
                    w / n - 0.05,
                    0.66,
                    0.1,
                    light(fill, 0.15),
                    y=0.4,
                )
        for side in (-1, 1):
            s.block(x + side * (w / 2 + 0.06), z, 0.14, 0.8, 0.58, dark(fill, 0.1))

    s.cast(x, z, w + 0.3, 0.8, 0.7)
    s.put(z + (0.2 if face == "front" else 0), draw)


def bench(s: Stage, x: float, z: float, w: float, wood: Colour = OAK) -> None:
    """Place a slatted bench with a back rest; sitters are put just before it."""

    def draw() -> None:
        for lx in (-w / 2 + 0.15, w / 2 - 0.15):
            s.block(x + lx, z, 0.07, 0.4, 0.42, STONE)
            s.block(x + lx, z + 0.22, 0.06, 0.05, 0.85, STONE)
        for i in range(3):
            s.block(x, z + 0.22, w, 0.03, 0.09, wood, y=0.52 + i * 0.13)
        s.block(x, z, w, 0.42, 0.05, wood, y=0.42)

    s.cast(x, z, w, 0.45, 0.7)
    s.put(z + 0.1, draw)


def shelf(
    s: Stage, x: float, z: float, w: float, h: float, rows: int, wood: Colour = WALNUT
) -> None:
    """Place a bookcase facing the viewer, its books leaning here and there."""

    def draw() -> None:
        s.block(x, z, w, 0.4, h, wood)
        front, pitch = z - 0.2, (h - 0.2) / rows
        for j in range(rows):
            y0 = 0.12 + j * pitch
            s.upright(
                x - w / 2 + 0.06, y0, x + w / 2 - 0.06, y0 + pitch - 0.06, front, dark(wood, 0.5)
            )
            _books(s, x - w / 2 + 0.08, x + w / 2 - 0.08, y0, pitch - 0.06, front)

    s.cast(x, z, w, 0.4, h * 0.5)
    s.put(z, draw)


def _books(s: Stage, x0: float, x1: float, y: float, room_high: float, z: float) -> None:
    r, x = s.rng, x0
    while x < x1 - 0.06:
        if r.random() < 0.1:
            x += r.uniform(0.1, 0.3)
            continue
        w, h = r.uniform(0.035, 0.075), room_high * r.uniform(0.62, 0.92)
        colour = r.choice(BOOKS)
        s.upright(x, y, x + w, y + h, z, colour)
        if w > 0.05:
            s.upright(x, y + h * 0.7, x + w, y + h * 0.78, z, light(colour, 0.5))
        x += w + 0.006


def counter(
    s: Stage,
    x: float,
    z: float,
    w: float,
    d: float,
    h: float,
    front: Colour,
    top: Colour = WHITE,
    panels: int = 4,
) -> None:
    """Place a service counter with framed front panels and a projecting top."""

    def draw() -> None:
        s.block(x, z, w, d, h - 0.08, front)
        for i in range(panels):
            a = x - w / 2 + w * (i + 0.1) / panels
            b = x - w / 2 + w * (i + 0.9) / panels
            s.upright(a, 0.16, b, h - 0.2, z - d / 2, light(front, 0.12))
            s.upright(a, 0.16, b, 0.19, z - d / 2, dark(front, 0.2))
        s.block(x, z - 0.04, w + 0.12, d + 0.14, 0.08, top, y=h - 0.08)

    s.cast(x, z, w, d, h)
    s.put(z, draw)


def laptop(s: Stage, x: float, y: float, z: float, away: bool = False) -> None:
    """Put a laptop on a table; ``away`` shows the lid, otherwise the screen."""

    def draw() -> None:
        s.block(x, z, 0.36, 0.25, 0.02, STEEL, y=y)
        dz = -0.12 if away else 0.12
        tilt = -0.06 if away else 0.06
        lid = [
            (x - 0.18, y + 0.02, z + dz),
            (x + 0.18, y + 0.02, z + dz),
            (x + 0.18, y + 0.25, z + dz + tilt),
            (x - 0.18, y + 0.25, z + dz + tilt),
        ]
        s.face(lid, light(STEEL, 0.2) if away else NAVY)
        if not away:
            mid = z + dz + tilt / 2
            s.upright(x - 0.15, y + 0.05, x + 0.15, y + 0.22, mid, SKY)
            s.upright(x - 0.12, y + 0.17, x + 0.04, y + 0.195, mid, SCARLET)
            s.upright(x - 0.12, y + 0.09, x + 0.1, y + 0.14, mid, GLASS)

    s.put(z - 0.45, draw)


def papers(
    s: Stage, x: float, y: float, z: float, fill: Colour = WHITE, lift: float = 0.45
) -> None:
    """Lay an open book or folder on a table, drawn after the table it lies on."""

    def draw() -> None:
        s.flat(x - 0.19, x - 0.01, z - 0.12, z + 0.12, dark(fill, 0.07), y=y + 0.01)
        s.flat(x + 0.0, x + 0.18, z - 0.12, z + 0.12, fill, y=y + 0.01)
        for k in range(3):
            zz = z + 0.06 - k * 0.06
            s.stroke(
                s.many([(x + 0.03, y + 0.01, zz), (x + 0.15, y + 0.01, zz)]),
                3,
                dark(fill, 0.3),
                0.7,
            )

    s.put(z - lift, draw)


def stack(s: Stage, x: float, y: float, z: float, n: int, lift: float = 0.45) -> None:
    """Put a small pile of books on a table."""
    colours = [s.rng.choice(BOOKS) for _ in range(n)]

    def draw() -> None:
        for i, c in enumerate(colours):
            s.block(x + 0.02 * (i % 2), z, 0.26, 0.19, 0.045, c, y=y + i * 0.047)

    s.put(z - lift, draw)


def cup(s: Stage, x: float, y: float, z: float, fill: Colour = WHITE, lift: float = 0.45) -> None:
    """Put a lidded cup on a table."""
    s.put(z - lift, lambda: s.drum(x, z, 0.045, y, y + 0.11, fill))


def microphone(s: Stage, x: float, y: float, z: float, lift: float = 0.45) -> None:
    """Put a table microphone on a thin neck."""

    def draw() -> None:
        s.drum(x, z, 0.06, y, y + 0.02, INK)
        s.stroke(
            s.many([(x, y + 0.02, z), (x + 0.02, y + 0.2, z), (x + 0.06, y + 0.27, z)]),
            max(4, 0.016 * s.unit(z)),
            STONE,
        )
        px, py = s.at(x + 0.07, y + 0.29, z)
        s.oval(px, py, 0.03 * s.unit(z), 0.04 * s.unit(z), INK)

    s.put(z - lift, draw)


def lectern(s: Stage, x: float, z: float, fill: Colour = WALNUT) -> None:
    """Place a lectern with a slim microphone."""

    def draw() -> None:
        s.block(x, z, 0.6, 0.4, 0.95, fill)
        s.upright(x - 0.22, 0.2, x + 0.22, 0.85, z - 0.2, light(fill, 0.15))
        s.block(x, z, 0.74, 0.5, 0.12, dark(fill, 0.15), y=0.95)
        s.stroke(s.many([(x + 0.1, 1.05, z), (x + 0.08, 1.28, z + 0.1)]), 6, INK)

    s.cast(x, z, 0.7, 0.45, 1.0)
    s.put(z, draw)


# -- plants ----------------------------------------------------------------------------------


def plant(
    s: Stage, x: float, z: float, h: float = 1.3, pot: Colour = CLAY, y: float = 0, lift: float = 0
) -> None:
    """Place a potted plant with long arching leaves."""
    r = s.rng
    leaves = [
        (r.uniform(-1, 1), r.uniform(0.55, 1.0), r.choice([LEAF, MOSS, SAGE])) for _ in range(15)
    ]

    def draw() -> None:
        u, ph = s.unit(z), h * 0.28
        px, py = s.at(x, y + ph, z)
        for lean, reach, colour in sorted(leaves, key=lambda leaf: -abs(leaf[0])):
            tip = px + lean * h * 0.34 * u, py - (reach - 0.28 * abs(lean)) * h * 0.72 * u
            mid = px + lean * h * 0.12 * u, py - reach * h * 0.5 * u
            w = 0.055 * h * u
            s.blob(
                [
                    (px - w * 0.2, py),
                    (mid[0] - w, mid[1]),
                    tip,
                    (mid[0] + w, mid[1]),
                    (px + w * 0.2, py),
                ],
                colour,
            )
            s.stroke([(px, py), mid, tip], max(2, w * 0.08), light(colour, 0.3), 0.5)
        base = 0.13 * h * u
        bottom = s.at(x, y, z)[1]
        s.fade(
            [
                (px - base, py),
                (px + base, py),
                (px + base * 0.72, bottom),
                (px - base * 0.72, bottom),
            ],
            light(pot, 0.2),
            dark(pot, 0.25),
            across=True,
        )
        s.rect(
            px - base * 1.08,
            py - 0.03 * h * u,
            px + base * 1.08,
            py + 0.03 * h * u,
            light(pot, 0.12),
            radius=6,
        )

    if y == 0:
        s.cast(x, z, h * 0.3, h * 0.3, h * 0.6)
    s.put(z - lift, draw)


def tree(s: Stage, x: float, z: float, h: float, tone: Colour = LEAF) -> None:
    """Place a round-crowned tree, lit from the left."""
    r = s.rng
    puffs = [
        (math.cos(a) * 0.2 * r.uniform(0.7, 1.1), 0.66 + math.sin(a) * 0.19, r.uniform(0.13, 0.19))
        for a in (0.3, 1.0, 1.7, 2.5, 3.3, 4.1, 5.0, 5.8)
    ]

    def draw() -> None:
        u = s.unit(z) * h
        bx, by = s.at(x, 0, z)
        bark = dark(WALNUT, 0.25)
        s.limb(
            [(bx, by), (bx + 0.01 * u, by - 0.3 * u), (bx, by - 0.62 * u)],
            [0.06 * u, 0.042 * u, 0.025 * u],
            bark,
        )
        s.limb([(bx, by - 0.36 * u), (bx + 0.12 * u, by - 0.6 * u)], [0.025 * u, 0.01 * u], bark)
        s.limb([(bx, by - 0.42 * u), (bx - 0.12 * u, by - 0.62 * u)], [0.025 * u, 0.01 * u], bark)
        for shift, tint, size in (
            (0.02, dark(tone, 0.22), 1.0),
            (0.0, tone, 0.88),
            (-0.045, light(tone, 0.2), 0.52),
        ):
            for dx, dy, pr in puffs:
                s.oval(
                    bx + (dx + shift) * u,
                    by - (dy - shift) * u,
                    pr * u * size,
                    pr * u * size * 0.92,
                    tint,
                )
            s.oval(bx + shift * u, by - (0.67 - shift) * u, 0.2 * u * size, 0.18 * u * size, tint)

    s.cast(x, z, 0.35 * h, 0.25 * h, 0.35 * h)
    s.put(z, draw)


def bush(s: Stage, x: float, z: float, w: float, h: float, tone: Colour = MOSS) -> None:
    """Place a low rounded bush or a stretch of hedge."""
    n = max(3, round(w / h * 1.6))
    sizes = [s.rng.uniform(0.75, 1.05) for _ in range(n)]

    def draw() -> None:
        u = s.unit(z)
        bx, by = s.at(x, 0, z)
        for tint, k in ((dark(tone, 0.15), 1.0), (light(tone, 0.12), 0.72)):
            for i, size in enumerate(sizes):
                px = bx + (i - (n - 1) / 2) * w / n * u - (1 - k) * 0.2 * h * u
                r = size * h * 0.5 * u * k
                s.oval(px, by - r - (1 - k) * 0.7 * h * u, r * 1.15, r, tint)
        s.rect(
            bx - w / 2 * u,
            by - 0.12 * h * u,
            bx + w / 2 * u,
            by,
            dark(tone, 0.25),
            radius=0.05 * h * u,
        )

    s.cast(x, z, w, h * 0.4, h * 0.7)
    s.put(z, draw)


def planter(
    s: Stage, x: float, z: float, w: float, d: float = 0.6, h: float = 0.5, fill: Colour = STEEL
) -> None:
    """Place a long planter box with shrubs and some flowers."""
    r = s.rng
    tufts = [
        (
            r.uniform(-0.46, 0.46),
            r.uniform(0.14, 0.26),
            r.choice([LEAF, MOSS, SAGE]),
            r.random() < 0.45,
        )
        for _ in range(round(w * 9))
    ]

    def draw() -> None:
        u = s.unit(z)
        for fx, size, tint, flower in tufts:
            px, py = s.at(x + fx * w, h + size * 0.5, z)
            s.oval(px, py, size * u, size * u * 0.85, tint)
            if flower:
                s.oval(
                    px - size * 0.2 * u,
                    py - size * 0.5 * u,
                    0.05 * u,
                    0.05 * u,
                    r.choice([SCARLET, GOLD, CREAM]),
                )
        s.block(x, z - 0.01, w, d, h, fill)
        for fx, size, tint, _ in tufts[::2]:
            px, py = s.at(x + fx * w * 0.96, h + 0.02, z - d / 2 + 0.05)
            s.oval(px, py, size * 0.6 * u, size * 0.45 * u, light(tint, 0.12))

    s.cast(x, z, w, d, h)
    s.put(z, draw)


# -- outdoors --------------------------------------------------------------------------------


def heaven(s: Stage, top: Colour = ZENITH, low: Colour = HAZE, clouds: int = 5) -> None:
    """Fill the sky down to the horizon and set flat-bottomed clouds."""
    y = s.horizon + 40
    s.fade([(0, 0), (WIDTH, 0), (WIDTH, y), (0, y)], top, low)
    for _ in range(clouds):
        x, cy, w = s.rng.uniform(0, WIDTH), s.rng.uniform(0.1, 0.6) * y, s.rng.uniform(140, 300)
        for dx, size in ((-0.5, 0.2), (-0.15, 0.34), (0.2, 0.27), (0.55, 0.16)):
            s.oval(x + dx * w, cy - size * w * 0.4, size * w, size * w * 0.62, WHITE, 0.62)


def hills(s: Stage, tone: Colour, height: float, seed_step: float) -> None:
    """Lay a soft line of hills on the horizon."""
    y = s.horizon + 30
    line = [
        (
            x,
            y
            - height
            * (0.6 + 0.4 * math.sin(x / 310 + seed_step) * math.cos(x / 170 + 2 * seed_step)),
        )
        for x in range(-20, WIDTH + 41, 40)
    ]
    s.fade([*line, (WIDTH + 20, y + 30), (-20, y + 30)], tone, light(tone, 0.55))


def ground(s: Stage, fill: Colour, far: float = 200, tile: float = 0, half: float = 14) -> None:
    """Pave the whole ground; tiles fade out by being drawn only in the near part."""
    s.fade(
        [(0, s.at(0, 0, far)[1]), (WIDTH, s.at(0, 0, far)[1]), (WIDTH, 2000), (0, 2000)],
        light(fill, 0.4),
        dark(fill, 0.1),
    )
    if not tile:
        return
    ink = dark(fill, 0.2)
    for i in range(int(-half / tile), int(half / tile) + 1):
        s.stroke(s.many([(i * tile, 0, 34), (i * tile, 0, 2)]), 3, ink, 0.3)
    for j in range(2, int(34 / tile)):
        s.stroke(s.many([(-half, 0, j * tile), (half, 0, j * tile)]), 3, ink, 0.3)


def building(
    s: Stage,
    x: float,
    z: float,
    w: float,
    d: float,
    h: float,
    fill: Colour,
    cols: int,
    rows: int,
    pane: Colour = GLASS,
    base: float = 0.0,
    lit: float = 0.0,
) -> None:
    """Place a building; both seen faces carry a window grid in true perspective."""
    r = s.rng
    cells = [[r.random() for _ in range(rows)] for _ in range(cols + 8)]

    def tint(i: int, j: int, shade: float) -> Colour:
        v = cells[i][j]
        if v < lit:
            return mix(rgb("#ffdf95"), rgb("#f3b65e"), v / max(lit, 0.01))
        return dark(mix(pane, light(pane, 0.5), v * 0.8), shade)

    def draw() -> None:
        s.block(x, z, w, d, h, fill)
        face = s.many(
            [
                (x - w / 2, h, z - d / 2),
                (x + w / 2, h, z - d / 2),
                (x + w / 2, 0, z - d / 2),
                (x - w / 2, 0, z - d / 2),
            ]
        )
        s.fade(face, CREAM, dark(fill, 0.2), (0.25, 0.3))
        left, near, pitch = x - w / 2, z - d / 2, (h - base - 0.6) / rows
        for i in range(cols):
            a, b = left + w * (i + 0.14) / cols, left + w * (i + 0.86) / cols
            for j in range(rows):
                y = base + (j + 0.22) * pitch
                s.upright(a, y, b, y + pitch * 0.62, near, tint(i, j, 0))
        side = left if left > 0 else x + w / 2 if x + w / 2 < 0 else None
        s.upright(left - 0.15, h - 0.2, x + w / 2 + 0.15, h + 0.25, near - 0.05, light(fill, 0.35))
        if side is None:
            return
        s.wall(side, h - 0.2, h + 0.25, near, near + d, light(fill, 0.1))
        n = min(8, max(2, round(d / w * cols)))
        for i in range(n):
            a, b = near + d * (i + 0.14) / n, near + d * (i + 0.86) / n
            for j in range(rows):
                y = base + (j + 0.22) * pitch
                s.wall(
                    side, y, y + pitch * 0.62, a, b, tint(cols + i, j, 0.0 if side > 0 else 0.25)
                )

    s.cast(x, z, w, d, min(h, 6))
    s.put(z, draw)


def glass_front(
    s: Stage,
    x0: float,
    x1: float,
    y1: float,
    z: float,
    cols: int,
    frame: Colour = STONE,
    glow: bool = False,
) -> None:
    """Draw a glazed ground floor with doors, at once, as part of another object."""
    a, b = (rgb("#ffe7ae"), rgb("#e9a95a")) if glow else (rgb("#c9d9da"), rgb("#8fa9b1"))
    s.fade(s.many([(x0, y1, z), (x1, y1, z), (x1, 0, z), (x0, 0, z)]), a, b)
    width = max(4, 0.05 * s.unit(z))
    for i in range(cols + 1):
        x = x0 + (x1 - x0) * i / cols
        s.stroke(s.many([(x, 0, z), (x, y1, z)]), width, frame)
    for y in (y1, min(2.3, y1 * 0.75)):
        s.stroke(s.many([(x0, y, z), (x1, y, z)]), width, frame)
    shine = [
        (x0 + (x1 - x0) * 0.1, y1, z),
        (x0 + (x1 - x0) * 0.24, y1, z),
        (x0 + (x1 - x0) * 0.1, 0, z),
        (x0 - 0.0, 0, z),
    ]
    s.face(shine, WHITE, 0.22)


def street_lamp(s: Stage, x: float, z: float, h: float = 4.2, lit: bool = False) -> None:
    """Place a lamp post."""

    def draw() -> None:
        u = s.unit(z)
        (bx, by), (tx, ty) = s.at(x, 0, z), s.at(x, h, z)
        s.limb([(bx, by), (tx, ty)], [0.12 * u, 0.07 * u], STONE)
        if lit:
            s.glow(tx, ty, 1.5 * u, rgb("#ffdf95"), 0.75)
        s.oval(tx, ty, 0.2 * u, 0.24 * u, rgb("#fff0c4") if lit else CREAM)
        s.rect(tx - 0.16 * u, ty - 0.3 * u, tx + 0.16 * u, ty - 0.22 * u, STONE, radius=3)

    s.cast(x, z, 0.1, 0.1, 2.5)
    s.put(z, draw)


def hazard(s: Stage, x0: float, x1: float, z0: float, z1: float, n: int) -> None:
    """Paint slanted safety stripes on the floor."""
    s.flat(x0, x1, z0, z1, GOLD)
    w = (x1 - x0) / n
    for i in range(n):
        a = x0 + i * w
        s.face([(a, 0, z0), (a + w / 2, 0, z0), (a + w, 0, z1), (a + w / 2, 0, z1)], INK, 0.8)


def cone(s: Stage, x: float, z: float) -> None:
    """Place a traffic cone."""

    def draw() -> None:
        s.block(x, z, 0.36, 0.36, 0.04, dark(SCARLET, 0.2))
        (bx, by), u = s.at(x, 0.04, z), s.unit(z)
        s.poly(
            [
                (bx - 0.13 * u, by),
                (bx + 0.13 * u, by),
                (bx + 0.03 * u, by - 0.5 * u),
                (bx - 0.03 * u, by - 0.5 * u),
            ],
            SCARLET,
        )
        s.poly(
            [
                (bx - 0.09 * u, by - 0.2 * u),
                (bx + 0.09 * u, by - 0.2 * u),
                (bx + 0.065 * u, by - 0.32 * u),
                (bx - 0.065 * u, by - 0.32 * u),
            ],
            CREAM,
        )

    s.cast(x, z, 0.3, 0.3, 0.4)
    s.put(z, draw)


def wheel(s: Stage, x: float, y: float, z: float, r: float, fill: Colour = INK) -> None:
    """Draw an upright wheel seen from its side, at once."""
    (px, py), u = s.at(x, y, z), s.unit(z) * r
    s.oval(px, py, u, u, fill)
    s.oval(px, py, u * 0.6, u * 0.6, STEEL)
    s.oval(px, py, u * 0.22, u * 0.22, STONE)


def parcels(s: Stage, x: float, z: float, plan: Sequence[tuple[float, float, float]]) -> None:
    """Stack parcels given as offset, base height and size."""

    def draw() -> None:
        for dx, y, size in plan:
            tone = mix(OAK, SAND, s.rng.random() * 0.5)
            s.block(x + dx, z, size, size * 0.9, size * 0.8, tone, y=y)
            s.upright(
                x + dx - size * 0.07,
                y,
                x + dx + size * 0.07,
                y + size * 0.8,
                z - size * 0.45,
                light(tone, 0.45),
            )

    s.cast(x, z, 1.0, 0.6, 0.7)
    s.put(z, draw)


def cart(s: Stage, x: float, z: float, fill: Colour = SLATE, handle: int = 1) -> None:
    """Place a flat trolley loaded with parcels; ``handle`` gives the side it is pushed from."""
    w = 1.1

    def draw() -> None:
        for lx in (-w / 2 + 0.15, w / 2 - 0.15):
            wheel(s, x + lx, 0.1, z - 0.3, 0.1)
        s.block(x, z, w, 0.65, 0.08, fill, y=0.2)
        for dz in (-0.25, 0.25):
            grip = [
                (x + handle * (w / 2 - 0.03), 0.25, z + dz),
                (x + handle * (w / 2 + 0.08), 1.0, z + dz),
            ]
            s.stroke(s.many(grip), 9, fill)
        s.stroke(
            s.many([(x + handle * (w / 2 + 0.08), 1.0, z + dz) for dz in (-0.25, 0.25)]), 11, fill
        )
        for dx, y, size in ((-0.28, 0.28, 0.48), (0.22, 0.28, 0.42), (-0.05, 0.66, 0.4)):
            tone = mix(OAK, SAND, 0.25 + dx)
            s.block(x + dx * w, z, size, 0.5, size * 0.8, tone, y=y)
            s.upright(
                x + dx * w - 0.04, y, x + dx * w + 0.04, y + size * 0.8, z - 0.25, light(tone, 0.5)
            )

    s.cast(x, z, w, 0.65, 0.8)
    s.put(z, draw)
