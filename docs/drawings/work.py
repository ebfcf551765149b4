"""Places of work: startup desks, maker hall, production line, workshops."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from indoors import held
from kit import (
    ASH,
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
    Colour,
    Stage,
    dark,
    light,
    mix,
    rgb,
)
from people import look, person, seated, worker
from things import (
    NOTES,
    bars,
    beams,
    chart,
    cone,
    cup,
    hazard,
    laptop,
    panel,
    pendant,
    plant,
    room,
    shelf,
    side_windows,
    stack,
    strip_lights,
    table,
    wheel,
    window,
)


def _desk_row(s: Stage, z: float, skip: int) -> None:
    r = s.rng
    for side in (-1, 1):
        x = side * 3.1
        table(s, x, z, 3.4, 0.8, top=light(OAK, 0.3), leg=STONE)
        for k in range(2):
            px = x + (k - 0.5) * 1.6
            laptop(s, px, 0.75, z, away=True)
            if (k + side + skip) % 4:
                pose = ("sit", "sit-chin", "sit")[r.randrange(3)]
                seated(s, px, z + 0.7, look(r, skirt=False), "front", pose, SLATE)
        cup(s, x + 0.1, 0.75, z, r.choice([WHITE, RED, GOLD]))
        stack(s, x - 1.45 * side, 0.75, z, 3)


def pioneer_desks(s: Stage) -> None:
    """Rows of laptop desks; in the aisle a mentor talks with young founders."""
    s.camera(eye=2.7, horizon=780, focal=3050)
    r = s.rng
    room(s, 6.6, 15, 4.4, CREAM, rgb("#cfae86"))
    for i in range(4):
        window(s, -6.0 + i * 1.6, 1.0, -4.7 + i * 1.6, 3.5, 15, 1, 2)
    side_windows(s, -6.6, 6, 14.5, 0.8, 3.5, 4)
    beams(s, 6.6, 15, 4.4)
    panel(s, 0.6, 1.1, 3.6, 3.2, 15, WHITE, STEEL)
    for i in range(24):
        x, y = 0.85 + (i % 6) * 0.27, 2.72 - (i // 6) * 0.3
        if r.random() < 0.8:
            s.upright(x, y, x + 0.2, y + 0.2, 14.98, r.choice(NOTES))
    chart(s, 2.55, 1.5, 3.4, 2.6, 14.98)
    shelf(s, 5.2, 14.7, 2.2, 2.4, 5, OAK)
    for k, z in enumerate((12.6, 10.6, 8.6)):
        _desk_row(s, z, k)
        for x in (-3.1, 3.1):
            pendant(s, x, 3.15, z, 4.4, (RED, GOLD, RED)[k], 0.26)
    person(
        s,
        -0.62,
        8.1,
        look(r, top=STONE, suit=True, hair=rgb("#b9b4ac"), style="short", height=1.74, legs=INK),
        "right",
        "talk",
    )
    person(s, 0.3, 8.2, look(r, top=RED, style="bob", skirt=False), "left", "hold")
    held(s, 0.08, 1.0, 8.2, NAVY, 0.22, 0.15)
    person(s, 0.85, 8.0, look(r, top=LEAF, style="short"), "left", "stand")
    person(s, 0.5, 13.6, look(r, top=GOLD, style="short"), "back", "point")
    plant(s, -1.0, 14.2, 1.5)
    plant(s, -2.1, 14.3, 1.3, SLATE)


def _model(s: Stage) -> None:
    """Draw a scale model of a park on its table."""
    s.flat(-1.55, 1.55, 8.35, 9.65, light(SAGE, 0.3), y=0.82)
    s.flat(-1.55, 1.55, 8.88, 9.02, CREAM, y=0.825)
    s.flat(-0.2, -0.05, 8.35, 9.65, CREAM, y=0.825)
    blocks = [
        (-1.2, 9.4, 0.4, 0.5),
        (-0.6, 9.4, 0.3, 0.85),
        (0.35, 9.4, 0.5, 0.4),
        (1.05, 9.35, 0.35, 0.7),
        (-1.1, 8.7, 0.5, 0.3),
        (0.5, 8.65, 0.45, 0.55),
        (1.2, 8.6, 0.35, 0.28),
    ]
    for x, z, w, h in blocks:
        s.block(x, z, w, 0.3, h, WHITE if h < 0.6 else light(GLASS, 0.3), y=0.82)
        for k in range(int(h / 0.1) - 1):
            y = 0.9 + 0.1 * k
            s.upright(x - w / 2 + 0.03, y, x + w / 2 - 0.03, y + 0.04, z - 0.15, SLATE)
    for x, z in ((-0.5, 8.6), (-0.4, 8.8), (0.1, 8.55), (0.85, 8.85), (-0.75, 8.5)):
        u = s.unit(z)
        px, py = s.at(x, 0.9, z)
        s.oval(px, py, 0.07 * u, 0.08 * u, LEAF)


def _mezzanine(s: Stage, z: float, y: float) -> None:
    def slab() -> None:
        s.block(0, z + 1.6, 20, 3.2, 0.35, rgb("#d9c3a4"), y=y)
        s.upright(-10, y + 0.05, 10, y + 0.1, z, RED)
        for i in range(21):
            s.stroke(s.many([(-10 + i, y + 0.35, z), (-10 + i, y + 1.35, z)]), 7, STONE)
        for up in (0.85, 1.35):
            s.stroke(s.many([(-10, y + up, z), (10, y + up, z)]), 9, STONE)

    s.put(z, slab)
    for x in (-7, -2.4, 2.4, 7):
        s.put(z + 0.1, partial(s.drum, x, z + 0.3, 0.16, 0, y, light(STEEL, 0.4)))


def _glass_room(s: Stage, x0: float, x1: float, z: float, tone: Colour) -> None:
    s.upright(x0, 0, x1, 3.1, z + 1.2, tone)
    bars(s, x0 + 0.4, 1.4, x1 - 0.6, 2.5, z + 1.19, 4, light(tone, 0.5))
    n = 5

    def glass() -> None:
        s.upright(x0, 0, x1, 3.1, z, light(GLASS, 0.4), 0.35)
        for i in range(n + 1):
            x = x0 + (x1 - x0) * i / n
            s.stroke(s.many([(x, 0, z), (x, 3.1, z)]), 8, STONE)
        s.stroke(s.many([(x0, 2.2, z), (x1, 2.2, z)]), 6, STONE)

    s.put(z, glass)


def maker_space(s: Stage) -> None:
    """Show a wide hall with a gallery, glass rooms below and a town model in front."""
    s.camera(eye=2.8, horizon=920, focal=2650)
    r = s.rng
    room(s, 10, 18, 7.6, CREAM, rgb("#cdb596"), 1.4)
    strip_lights(s, 10, 18, 7.6, 4)
    for i in range(5):
        window(s, -8.6 + i * 3.6, 4.2, -6.0 + i * 3.6, 6.8, 18, 3, 2)
    for x0, x1, tone in (
        (-6.8, -2.6, mix(SAGE, MOSS, 0.4)),
        (-2.2, 2.2, mix(OAK, CLAY, 0.4)),
        (2.6, 6.8, SLATE),
    ):
        _glass_room(s, x0, x1, 15.6, tone)
    for x, face in ((-4.8, "right"), (-4.0, "left"), (4.4, "front"), (0.4, "right")):
        person(s, x, 16.2, look(r), face, "talk", shadow=False)
    _mezzanine(s, 14.8, 3.4)
    for x, face, pose in (
        (-4.6, "front", "table"),
        (-1.2, "right", "talk"),
        (-0.4, "left", "hold"),
        (3.6, "left", "walk"),
        (5.2, "front", "talk"),
    ):
        person(s, x, 15.3, look(r), face, pose, 3.75, shadow=False)
    for side in (-1, 1):
        for z in (12.6, 10.4):
            x = side * 4.6
            table(s, x, z, 2.6, 1.0, top=light(OAK, 0.3), leg=STONE)
            laptop(s, x - 0.5, 0.75, z, away=True)
            seated(s, x - 0.5, z + 0.8, look(r, skirt=False), "front", "sit", SLATE)
            seated(s, x + 0.5, z - 0.75, look(r), "back", "sit-hold", SLATE)
            pendant(s, x, 4.0 if z < 12 else 3.0, z, 7.6, RED if side < 0 else GOLD, 0.3)
    s.box(0, 9, 3.2, 1.4, 0.76, WALNUT)
    s.box(0, 9, 3.4, 1.6, 0.06, WHITE, y=0.76)
    s.put(8.9, lambda: _model(s))
    person(s, -1.1, 10.1, look(r, top=NAVY, suit=True, style="short"), "front", "hold")
    person(s, 0.4, 10.2, look(r, top=RED, style="bob", skirt=False), "front", "talk")
    person(s, 2.15, 9.1, look(r, top=LEAF, style="short"), "left", "point")
    person(s, -2.15, 8.9, look(r, top=rgb("#d8c3a0"), style="bun", skirt=False), "right", "hold")
    person(s, 0.95, 7.2, look(r, top=SLATE, style="crop"), "back", "stand")
    plant(s, -3.3, 7.2, 1.5)
    plant(s, 3.15, 7.6, 1.4, SLATE)


def _truss(s: Stage, half: float, y: float, z: float) -> None:
    for up in (0.0, 0.6):
        s.stroke(s.many([(-half, y + up, z), (half, y + up, z)]), 0.11 * s.unit(z), STEEL)
    n = round(half * 1.4)
    for i in range(n):
        a, b = -half + 2 * half * i / n, -half + 2 * half * (i + 0.5) / n
        c = -half + 2 * half * (i + 1) / n
        s.stroke(s.many([(a, y, z), (b, y + 0.6, z), (c, y, z)]), 0.05 * s.unit(z), STEEL)


def hall(s: Stage, half: float, depth: float, height: float, floor: Colour) -> None:
    """Draw a factory hall: high windows, columns, roof trusses and lamps."""
    room(s, half, depth, height, light(STEEL, 0.62), floor, 1.5)
    for i in range(4):
        w = 2 * half / 4
        x = -half + i * w
        window(s, x + 0.5, height - 2.9, x + w - 0.5, height - 1.2, depth, 5, 2, SLATE)
    s.upright(-half, 0.12, half, 1.3, depth, mix(SLATE, SAGE, 0.4))
    s.upright(-half, 1.3, half, 1.38, depth, GOLD)
    side_windows(s, -half, 5, depth, 2.2, height - 1.3, 4, SLATE)
    for z in (depth - 0.5, depth - 4.5, depth - 8.0):
        for x in (-half + 0.2, half - 0.2):
            s.block(x, z, 0.3, 0.3, height, light(SLATE, 0.3))
        _truss(s, half, height - 0.9, z)
    for z in (depth - 2.5, depth - 6):
        for x in (-half * 0.5, 0.0, half * 0.5):
            (px, py), u = s.at(x, height - 1.1, z), s.unit(z)
            s.glow(px, py + 0.3 * u, 1.5 * u, rgb("#fff0c9"), 0.5)
            s.blob(
                [
                    (px - 0.3 * u, py + 0.1 * u),
                    (px - 0.12 * u, py - 0.2 * u),
                    (px + 0.12 * u, py - 0.2 * u),
                    (px + 0.3 * u, py + 0.1 * u),
                ],
                STONE,
            )


def _freezer(s: Stage, x: float, y: float, z: float, h: float = 1.75) -> None:
    """Draw an upright glass-door freezer with shelves of pale goods."""
    s.block(x, z, 0.95, 0.75, h, WHITE, y=y)
    n = z - 0.375
    s.upright(x - 0.4, y + 0.3, x + 0.4, y + h - 0.22, n, NAVY)
    s.fade(
        s.many(
            [
                (x - 0.37, y + h - 0.25, n),
                (x + 0.37, y + h - 0.25, n),
                (x + 0.37, y + 0.33, n),
                (x - 0.37, y + 0.33, n),
            ]
        ),
        SKY,
        GLASS,
    )
    for k in range(4):
        yy = y + 0.4 + k * (h - 0.65) / 4
        s.upright(x - 0.37, yy, x + 0.37, yy + 0.025, n, WHITE)
    s.face(
        [
            (x - 0.3, y + 0.33, n),
            (x - 0.05, y + 0.33, n),
            (x + 0.25, y + h - 0.25, n),
            (x + 0.0, y + h - 0.25, n),
        ],
        WHITE,
        0.35,
    )
    s.upright(x + 0.34, y + 0.7, x + 0.38, y + 1.2, n - 0.01, STEEL)
    s.upright(x - 0.4, y + h - 0.17, x + 0.4, y + h - 0.05, n, RED)
    s.upright(x - 0.4, y + 0.05, x + 0.4, y + 0.22, n, ASH)


def _prototype(s: Stage) -> None:
    """Draw the chest freezer under test, its lid open on a low platform."""
    s.block(0, 8.3, 2.9, 1.5, 0.18, dark(GOLD, 0.1))
    s.block(0, 8.3, 2.1, 0.85, 0.85, WHITE, y=0.18)
    s.flat(-0.95, 0.95, 7.98, 8.62, NAVY, y=1.035)
    s.flat(-0.9, 0.9, 8.15, 8.6, GLASS, y=1.037)
    s.face(
        [(-1.05, 1.03, 8.72), (1.05, 1.03, 8.72), (1.05, 1.62, 8.95), (-1.05, 1.62, 8.95)],
        light(GLASS, 0.45),
    )
    s.face(
        [(-0.95, 1.1, 8.71), (0.95, 1.1, 8.71), (0.95, 1.55, 8.9), (-0.95, 1.55, 8.9)],
        light(SKY, 0.3),
    )
    s.upright(-0.95, 0.3, 0.95, 0.9, 7.875, light(STEEL, 0.75))
    s.upright(-0.95, 0.72, 0.95, 0.8, 7.87, RED)
    s.upright(0.55, 0.36, 0.9, 0.6, 7.87, STONE)
    for k in range(5):
        s.upright(-0.85, 0.36 + 0.05 * k, -0.3, 0.38 + 0.05 * k, 7.87, ASH)
    s.upright(0.6, 0.48, 0.75, 0.55, 7.86, GOLD)


def cold_chain_line(s: Stage) -> None:
    """Freezers on a conveyor; in front workers test a prototype."""
    s.camera(eye=2.6, horizon=840, focal=2900)
    r = s.rng
    hall(s, 8, 17, 6.6, rgb("#c8c3b6"))
    for a, b in ((10.9, 11.0), (6.6, 6.7)):
        s.flat(-6, 6, a, b, GOLD)
    for x in (-2.9, 2.8):
        s.flat(x, x + 0.1, 6.6, 11.0, GOLD)

    def belt() -> None:
        for i in range(9):
            s.block(-7 + 1.75 * i, 12.4, 0.12, 0.9, 0.4, STONE)
        s.block(0, 12.4, 15.6, 1.0, 0.16, SLATE, y=0.4)
        for i in range(52):
            s.oval(*s.at(-7.7 + 0.3 * i, 0.48, 11.9), 12, 12, STEEL)

    s.cast(0, 12.4, 15.6, 1.0, 0.5)
    s.put(12.4, belt)
    for i in range(7):
        x = -5.6 + 1.75 * i
        s.put(12.3, partial(_freezer, s, x, 0.56, 12.4))

    def gantry() -> None:
        for x in (-2.1, 3.15):
            s.block(x, 11.8, 0.18, 0.18, 3.1, GOLD)
        s.block(0.52, 11.8, 5.6, 0.3, 0.3, GOLD, y=3.1)
        s.block(0.5, 11.7, 0.5, 0.3, 0.45, STONE, y=2.75)
        s.stroke(s.many([(0.5, 2.75, 11.7), (0.5, 2.4, 11.7)]), 10, INK)

    s.put(11.8, gantry)
    for x, face, pose in ((-3.4, "right", "work"), (4.6, "left", "reach")):
        person(s, x, 11.4, worker(r, NAVY), face, pose)
    person(s, -5.0, 10.6, worker(r, SLATE), "right", "walk")
    s.cast(0, 8.3, 2.9, 1.5, 1.0)
    s.put(8.4, lambda: _prototype(s))
    person(s, -2.35, 9.8, worker(r, NAVY, helmet=WHITE), "front", "talk")
    person(s, -1.55, 8.0, worker(r, SLATE, style="bob"), "right", "work")
    person(s, 1.9, 7.9, look(r, top=CREAM, style="short", helmet=WHITE, legs=STONE), "left", "hold")
    held(s, 1.65, 0.98, 7.9, NAVY, 0.24, 0.17)
    person(s, 1.45, 9.6, worker(r, rgb("#5f7f86"), style="bun"), "front", "hold")
    for x, z in ((-3.05, 7.2), (3.3, 10.6)):
        cone(s, x, z)
    _tool_cart(s, -3.5, 8.8)
    _tool_cart(s, 3.7, 9.2)


def _tool_cart(s: Stage, x: float, z: float) -> None:
    def draw() -> None:
        for lx in (-0.38, 0.38):
            wheel(s, x + lx, 0.08, z - 0.25, 0.08)
        s.block(x, z, 0.95, 0.5, 0.75, SCARLET, y=0.14)
        for k in range(4):
            y = 0.2 + 0.17 * k
            s.upright(x - 0.42, y, x + 0.42, y + 0.13, z - 0.25, light(SCARLET, 0.12))
            s.upright(x - 0.15, y + 0.08, x + 0.15, y + 0.1, z - 0.26, SAND)
        s.block(x - 0.2, z, 0.3, 0.2, 0.12, STEEL, y=0.89)
        s.drum(x + 0.22, z, 0.07, 0.89, 1.1, GOLD)

    s.cast(x, z, 0.95, 0.5, 0.9)
    s.put(z, draw)


def _chassis(s: Stage) -> None:
    """Draw a trailer chassis: two long beams, cross members, axles and a landing leg."""
    tone = rgb("#8f2a26")
    for z in (9.3, 8.1):
        for x in (1.3, 2.35):
            wheel(s, x, 0.5, z + 0.1 if z > 9 else z - 0.15, 0.5)
        s.block(-0.4, z, 7.4, 0.16, 0.16, dark(tone, 0.15), y=1.02)
        s.block(-0.4, z, 7.4, 0.26, 0.06, tone, y=1.18)
        if z > 9:
            for i in range(11):
                s.block(-3.9 + 0.7 * i, 8.7, 0.14, 1.2, 0.14, dark(tone, 0.3), y=1.04)
    for z in (9.2, 8.1):
        s.block(-2.6, z, 0.4, 0.3, 0.06, STEEL)
        s.block(-2.6, z, 0.16, 0.16, 0.98, STEEL, y=0.06)
    s.block(-3.95, 8.7, 0.4, 0.7, 0.3, dark(tone, 0.2), y=0.95)
    s.block(3.25, 8.7, 0.08, 1.7, 0.3, STONE, y=0.85)
    for k in range(4):
        s.upright(3.2, 0.9, 3.25, 1.1, 8.0, GOLD if k % 2 else SCARLET)


def vehicle_workshop(s: Stage) -> None:
    """Show a trailer chassis between safety lines, workers on and around it."""
    s.camera(eye=2.9, horizon=770, focal=2600)
    r = s.rng
    hall(s, 8, 17, 6.8, rgb("#bcb8ac"))
    for x in (-4.6, 0.0, 4.6):
        s.upright(x - 1.7, 0, x + 1.7, 3.4, 16.95, light(STEEL, 0.25))
        for k in range(11):
            y = 0.3 * k
            s.stroke(s.many([(x - 1.7, y, 16.9), (x + 1.7, y, 16.9)]), 4, ASH)
        s.upright(x - 1.8, 3.4, x + 1.8, 3.6, 16.9, SLATE)
    hazard(s, -5.2, 5.2, 6.5, 6.75, 26)
    hazard(s, -5.2, 5.2, 11.0, 11.3, 26)
    s.flat(-5.2, 5.2, 6.75, 11.0, rgb("#8fa08f"), 0.45)

    def crane() -> None:
        s.block(0, 12.5, 15.6, 0.5, 0.5, GOLD, y=4.9)
        s.block(-0.9, 12.4, 0.9, 0.6, 0.45, STONE, y=4.55)
        s.stroke(s.many([(-0.9, 4.5, 12.3), (-0.9, 3.0, 12.3)]), 8, INK)
        s.oval(*s.at(-0.9, 2.95, 12.3), 20, 26, STONE)

    s.put(12.5, crane)
    s.cast(-0.4, 8.7, 7.4, 1.4, 0.5, y=0.7)
    s.put(8.7, lambda: _chassis(s))
    person(s, -1.2, 9.9, worker(r, SLATE), "front", "hold")
    person(s, 0.6, 10.0, worker(r, NAVY), "front", "talk")
    person(s, -0.55, 7.45, worker(r, NAVY, style="short"), "right", "kneel")
    person(s, -3.05, 7.3, worker(r, SLATE), "right", "work")
    person(
        s, 3.25, 7.2, look(r, top=CREAM, helmet=WHITE, style="short", legs=STONE), "left", "point"
    )
    person(s, 3.85, 7.3, worker(r, rgb("#5f7f86"), style="bun"), "left", "hold")
    held(s, 3.6, 0.95, 7.3, WHITE, 0.22, 0.28)
    (px, py), u = s.at(-0.05, 0.95, 7.5), s.unit(7.5)

    def spark() -> None:
        s.glow(px, py, 0.55 * u, rgb("#fff3c2"), 0.9)
        for _ in range(9):
            dx, dy = r.uniform(-0.3, 0.3), r.uniform(-0.1, 0.35)
            s.stroke([(px, py), (px + dx * u, py + dy * u)], 4, GOLD, 0.8)

    s.put(7.3, spark)
    for x, z in ((-3.75, 7.0), (4.9, 10.7), (-4.9, 10.7)):
        cone(s, x, z)
    _tool_cart(s, -4.2, 9.4)
    table(s, 4.6, 12.4, 2.6, 0.8, 0.9, top=STEEL)
    _tool_cart(s, -3.4, 12.8)
    person(s, 4.3, 13.2, worker(r, SLATE), "front", "table")


def _cell(s: Stage, x: float, z: float, tone: Colour) -> None:
    """Place a machine tool: cabinet, window, console and signal lamp."""

    def draw() -> None:
        s.block(x, z, 2.3, 1.4, 1.95, light(STEEL, 0.55))
        n = z - 0.7
        s.upright(x - 1.15, 0.0, x + 1.15, 0.35, n, tone)
        s.upright(x - 0.95, 0.65, x + 0.45, 1.65, n, STONE)
        s.fade(
            s.many(
                [(x - 0.88, 1.58, n), (x + 0.38, 1.58, n), (x + 0.38, 0.72, n), (x - 0.88, 0.72, n)]
            ),
            GLASS,
            NAVY,
        )
        s.face(
            [(x - 0.7, 0.72, n), (x - 0.4, 0.72, n), (x + 0.05, 1.58, n), (x - 0.25, 1.58, n)],
            WHITE,
            0.25,
        )
        s.upright(x + 0.6, 0.9, x + 1.02, 1.5, n, SLATE)
        s.upright(x + 0.66, 1.2, x + 0.96, 1.44, n, SKY)
        for k in range(3):
            s.oval(*s.at(x + 0.7 + 0.11 * k, 1.05, n), 10, 10, (SCARLET, GOLD, LEAF)[k])
        s.upright(x - 1.15, 1.75, x + 1.15, 1.82, n, tone)
        for k, lamp in enumerate((LEAF, GOLD, SCARLET)):
            s.drum(x + 0.9, z, 0.06, 1.95 + 0.12 * k, 2.07 + 0.12 * k, lamp)

    s.cast(x, z, 2.3, 1.4, 1.9)
    s.put(z, draw)


def visit_round(s: Stage) -> None:
    """Two visitors with notebooks listen to the manager on the workshop floor."""
    s.camera(eye=2.3, horizon=800, focal=2700)
    r = s.rng
    hall(s, 7.4, 16.5, 6.2, rgb("#c6c2b6"))
    for x in (-1.9, 1.85):
        s.flat(x, x + 0.1, 3, 16, GOLD)
    s.flat(-1.8, 1.85, 3, 16.3, rgb("#93a391"), 0.45)
    for z in (14.2, 11.6, 9.0):
        _cell(s, -3.6, z, RED)
        _cell(s, 3.7, z, SLATE)
    for x, z, face, pose in (
        (-2.2, 12.6, "left", "work"),
        (2.3, 10.0, "right", "work"),
        (0.4, 14.6, "left", "walk"),
        (2.35, 12.8, "right", "reach"),
    ):
        person(s, x, z, worker(r, NAVY if x < 0 else SLATE), face, pose)
    person(
        s, 0.8, 6.6, worker(r, rgb("#5f7f86"), helmet=WHITE, legs=INK, height=1.74), "left", "talk"
    )
    person(
        s,
        -0.2,
        6.7,
        look(r, top=NAVY, style="short", legs=INK, helmet=WHITE, height=1.72, hair=rgb("#918c85")),
        "right",
        "hold",
    )
    held(s, 0.07, 1.02, 6.7, RED, 0.2, 0.15)
    person(
        s,
        -0.85,
        6.45,
        look(r, top=STONE, style="bob", skirt=False, helmet=WHITE, height=1.62),
        "right",
        "hold",
    )
    held(s, -0.6, 0.94, 6.45, CREAM, 0.2, 0.15)
    person(s, 1.35, 7.3, worker(r, SLATE, style="bun"), "left", "stand")
    _tool_cart(s, -2.6, 6.9)
    for x, z in ((-2.1, 10.4), (2.05, 7.4)):
        cone(s, x, z)

    def parts() -> None:
        for k in range(3):
            s.block(3.1 + 0.3 * k, 6.7, 0.25, 0.5, 0.3, (STEEL, GOLD, STEEL)[k], y=0.35)
        s.block(3.4, 6.7, 1.2, 0.8, 0.1, OAK, y=0.25)
        s.block(3.4, 6.7, 1.2, 0.8, 0.1, dark(OAK, 0.2), y=0.05)

    s.cast(3.4, 6.7, 1.2, 0.8, 0.6)
    s.put(6.7, parts)


WORK: dict[str, Callable[[Stage], None]] = {
    "pioneer-desks": pioneer_desks,
    "maker-space": maker_space,
    "cold-chain-line": cold_chain_line,
    "vehicle-workshop": vehicle_workshop,
    "visit-round": visit_round,
}
