"""Calm rooms: reading, wishes, service, staff activities, cafe."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

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
    PAPER,
    RED,
    SAGE,
    SAND,
    SCARLET,
    SLATE,
    STEEL,
    STONE,
    WALNUT,
    WHITE,
    WINE,
    Colour,
    Stage,
    dark,
    light,
    mix,
    rgb,
)
from people import empty_chair, look, person, seated
from things import (
    NOTES,
    bars,
    beams,
    counter,
    cup,
    laptop,
    panel,
    papers,
    pendant,
    plant,
    room,
    round_table,
    shelf,
    side_windows,
    sofa,
    stack,
    strip_lights,
    table,
    window,
)


def held(
    s: Stage, x: float, y: float, z: float, fill: Colour, w: float = 0.2, h: float = 0.15
) -> None:
    """Put a book or sheet into the hands of a figure standing at the same depth."""

    def draw() -> None:
        s.face(
            [
                (x - w / 2, y, z),
                (x + w / 2, y + 0.03, z),
                (x + w / 2, y + h + 0.03, z),
                (x - w / 2, y + h, z),
            ],
            fill,
        )
        s.face(
            [
                (x - w / 2, y, z),
                (x - w / 2 + 0.03, y, z),
                (x - w / 2 + 0.03, y + h, z),
                (x - w / 2, y + h, z),
            ],
            dark(fill, 0.3),
        )

    s.put(z - 0.02, draw)


def desk_lamp(s: Stage, x: float, y: float, z: float, fill: Colour = MOSS) -> None:
    """Put a library lamp with a glass shade on a table."""

    def draw() -> None:
        u = s.unit(z)
        s.drum(x, z, 0.08, y, y + 0.02, BRONZE)
        s.stroke(s.many([(x, y, z), (x, y + 0.36, z)]), 0.025 * u, BRONZE)
        px, py = s.at(x, y + 0.4, z)
        s.glow(px, py + 0.12 * u, 0.55 * u, rgb("#ffe3a0"), 0.55)
        s.blob(
            [
                (px - 0.21 * u, py + 0.05 * u),
                (px - 0.16 * u, py - 0.06 * u),
                (px + 0.16 * u, py - 0.06 * u),
                (px + 0.21 * u, py + 0.05 * u),
            ],
            fill,
        )

    s.put(z - 0.45, draw)


def rug(s: Stage, x: float, z: float, w: float, d: float, fill: Colour) -> None:
    """Lay a rug with a border, which ties a group of furniture together."""
    for inset, tone in ((0.0, dark(fill, 0.12)), (0.14, light(fill, 0.35)), (0.22, fill)):
        s.flat(x - w / 2 + inset, x + w / 2 - inset, z - d / 2 + inset, z + d / 2 - inset, tone)


def reading_corner(s: Stage) -> None:
    """Show a long table under lamps, shelves on both sides of a window."""
    s.camera(eye=2.5, horizon=820, focal=3050)
    r = s.rng
    room(s, 5.6, 12.6, 4.3, CREAM, rgb("#cfa878"))
    window(s, -1.5, 1.1, 1.5, 3.5, 12.6, 3, 2, WALNUT)
    beams(s, 5.6, 12.6, 4.3)
    side_windows(s, -5.6, 6.0, 12.2, 0.9, 3.5, 3, WALNUT)
    rug(s, 0, 8.9, 6.6, 3.6, rgb("#a8493f"))
    for x in (-3.55, 3.55):
        shelf(s, x, 12.3, 3.4, 3.3, 6)
    shelf(s, 0, 12.35, 2.9, 0.85, 2)
    table(s, 0, 9, 4.8, 1.2, top=OAK)
    for x, pose in ((-1.55, "sit"), (0.0, "sit-chin"), (1.5, "sit")):
        seated(s, x, 9.95, look(r, old=x == 1.5, skirt=False), "front", pose)
        papers(s, x, 0.75, 9.25, lift=0.6)
    seated(s, -1.6, 7.95, look(r, top=rgb("#c9a15a")), "back", "sit-hold")
    empty_chair(s, 0.95, 7.95, "back")
    seated(s, 2.95, 9.0, look(r, old=True, top=NAVY), "left", "sit-read")
    held(s, 2.62, 0.72, 8.98, RED)
    stack(s, 0.1, 0.75, 8.75, 3)
    stack(s, -2.15, 0.75, 8.9, 4)
    for x in (-0.78, 0.78):
        desk_lamp(s, x, 0.75, 9.0)
    for x in (-1.7, 0, 1.7):
        pendant(s, x, 2.75, 9.2, 4.3, RED)
    person(s, 3.4, 11.4, look(r, top=rgb("#c9a15a")), "back", "reach")
    person(s, -3.3, 10.55, look(r, top=LEAF, skirt=False), "front", "sit-hold")
    held(s, -3.3, 0.66, 10.5, GOLD, 0.26, 0.18)
    plant(s, -4.0, 8.2, 1.7)
    plant(s, 4.35, 9.2, 1.6, SLATE)
    sofa(s, -3.3, 10.8, 1.2, CLAY)


def _note(s: Stage, x: float, y: float, z: float, size: float, turn: float, fill: Colour) -> None:
    """Pin one paper note, slightly turned, with bars instead of words."""
    c, n = math.cos(turn) * size / 2, math.sin(turn) * size / 2
    shape = [
        (x - c + n, y - n - c),
        (x + c + n, y + n - c),
        (x + c - n, y + n + c),
        (x - c - n, y - n + c),
    ]
    s.face([(px + 0.025, py - 0.03, z) for px, py in shape], INK, 0.13)
    s.face([(px, py, z) for px, py in shape], fill)
    for k in range(3):
        t = 0.25 - 0.2 * k
        a, b = (-0.3, 0.3) if k < 2 else (-0.3, 0.05)
        line = [(x + 2 * (q * c - t * n), y + 2 * (q * n + t * c), z) for q in (a, b)]
        s.stroke(s.many(line), 5, dark(fill, 0.35), 0.75)
    s.oval(*s.at(x - 0.8 * n, y + 0.8 * c, z), 8, 8, SCARLET)


def wish_wall(s: Stage) -> None:
    """Show a wall of coloured notes; two people are pinning one more."""
    s.camera(eye=1.75, horizon=930, focal=2600)
    r = s.rng
    room(s, 6, 7.2, 3.9, CREAM, rgb("#cda67a"))
    panel(s, -3.3, 0.72, 3.3, 3.25, 7.2, rgb("#f4e6cd"), WALNUT)
    for i in range(13):
        for j in range(5):
            x, y = -2.88 + i * 0.48, 1.05 + j * 0.47
            if r.random() < 0.96 and not (i == 6 and j in (2, 3)):
                _note(
                    s,
                    x + r.uniform(-0.05, 0.05),
                    y + r.uniform(-0.05, 0.05),
                    7.18,
                    r.uniform(0.3, 0.37),
                    r.uniform(-0.18, 0.18),
                    r.choice(NOTES),
                )
    for i in range(7):
        x = -2.7 + 0.9 * i
        px, py = s.at(x, 3.5, 7.1)
        s.glow(px, py + 60, 330, rgb("#ffe6a8"), 0.4)
        s.rect(px - 16, py - 40, px + 16, py + 10, BRONZE, radius=6)
    person(
        s, -0.52, 6.55, look(r, top=RED, style="short", height=1.74, suit=False), "right", "reach"
    )
    person(
        s,
        0.62,
        6.5,
        look(r, top=rgb("#5f7f86"), style="long", height=1.64, skirt=True, legs=STONE),
        "left",
        "reach",
    )
    held(s, -0.06, 1.7, 6.5, SAND, 0.24, 0.24)
    table(s, 2.1, 5.9, 1.3, 0.7, top=OAK)
    for k, tone in enumerate((GOLD, rgb("#e9b7a5"), rgb("#bcd4d8"))):
        s.put(5.6, partial(s.block, 1.75 + 0.3 * k, 5.85, 0.22, 0.22, 0.05, tone, y=0.75))
    cup(s, 2.6, 0.75, 5.8, RED)
    person(s, 2.35, 6.6, look(r, old=True, top=LEAF, style="bun"), "left", "hold")
    seated(s, -2.35, 6.0, look(r, old=True, top=NAVY, style="short"), "right", "sit-read")
    held(s, -2.02, 0.8, 5.98, CREAM, 0.2, 0.18)
    plant(s, -3.25, 5.7, 1.5)
    plant(s, 3.45, 6.4, 1.7, SLATE)


def _service_desk(s: Stage, x: float, i: int) -> None:
    r = s.rng
    counter(s, x, 13.2, 2.5, 0.8, 1.05, light(OAK, 0.35), WHITE, 2)
    person(
        s,
        x - 0.2,
        14.1,
        look(r, top=(NAVY, WHITE, SLATE)[i % 3], suit=i % 3 == 0, skirt=False),
        "front",
        "hold",
        shadow=False,
    )
    s.put(12.7, lambda: s.block(x + 0.65, 13.2, 0.5, 0.06, 0.34, STONE, y=1.12))

    def sign() -> None:
        s.block(x, 13.3, 1.5, 0.12, 0.42, RED, y=2.95)
        bars(s, x - 0.55, 3.02, x + 0.5, 3.32, 13.23, 2, SAND)

    s.put(13.0, sign)


def _ramp(s: Stage) -> None:
    """Build an accessible ramp with handrails up to a landing on the right."""
    a, b, end, z0, z1, top = 1.6, 4.4, 7.6, 8.3, 9.6, 0.42
    stone = rgb("#cfc6b8")

    def rail(z: float) -> None:
        for i in range(6):
            x = a + 0.1 + (end - a - 0.3) * i / 5
            y = top * min(1, max(0, (x - a) / (b - a)))
            s.stroke(s.many([(x, y, z), (x, y + 0.9, z)]), 12, STEEL)
        for up in (0.55, 0.9):
            s.stroke(s.many([(a, up, z), (b, top + up, z), (end, top + up, z)]), 14, STEEL)

    def body() -> None:
        s.face([(a, 0, z0), (b, top, z0), (b, top, z1), (a, 0, z1)], light(stone, 0.3))
        s.flat(b, end, z0, z1, light(stone, 0.45), y=top)
        s.face([(a, 0, z0), (b, top, z0), (end, top, z0), (end, 0, z0)], dark(stone, 0.12))
        s.face(
            [
                (a + 0.05, 0, z0 + 0.1),
                (a + 0.3, 0.04, z0 + 0.1),
                (a + 0.3, 0.04, z1 - 0.1),
                (a + 0.05, 0, z1 - 0.1),
            ],
            GOLD,
        )
        rail(z1)

    s.cast(4.6, 8.95, 5.6, 1.3, 0.3)
    s.put(9.6, body)
    s.put(8.29, lambda: rail(z0))


def wheelchair(s: Stage, x: float, z: float, y: float = 0, flip: bool = False) -> None:
    """Draw a wheelchair in profile around a sitter; call it before the figure."""
    d = -1 if flip else 1
    u = s.unit(z)

    def ring(px: float, py: float, rad: float, w: float) -> None:
        pts = [
            s.at(px + rad * math.cos(t / 20 * math.pi), py + rad * math.sin(t / 20 * math.pi), z)
            for t in range(41)
        ]
        s.stroke(pts, w * u, INK)

    ring(x - 0.05 * d, y + 0.31, 0.3, 0.035)
    ring(x + 0.42 * d, y + 0.1, 0.09, 0.035)
    frame = [
        (x - 0.42 * d, y + 0.98, z),
        (x - 0.24 * d, y + 0.95, z),
        (x - 0.2 * d, y + 0.5, z),
        (x + 0.28 * d, y + 0.48, z),
        (x + 0.42 * d, y + 0.1, z),
        (x + 0.6 * d, y + 0.06, z),
    ]
    s.stroke(s.many(frame), 0.035 * u, SLATE)
    s.upright(x - 0.24 * d, y + 0.5, x - 0.17 * d, y + 0.92, z, NAVY)
    s.upright(x - 0.2 * d, y + 0.44, x + 0.26 * d, y + 0.5, z, NAVY)


def service_hall(s: Stage) -> None:
    """Counters under red signs, waiting seats and an accessible ramp."""
    s.camera(eye=2.9, horizon=820, focal=2900)
    r = s.rng
    room(s, 9, 16, 5.6, PAPER, rgb("#d8cdbb"), 1.2)
    strip_lights(s, 9, 16, 5.6, 4)
    side_windows(s, -9, 7, 15.5, 0.4, 4.6, 4)
    s.upright(-9, 3.6, 9, 4.3, 16, WINE)
    bars(s, -2.6, 3.72, 2.6, 4.18, 15.99, 1, SAND)
    s.upright(-6.4, 0, 6.4, 3.6, 15.98, light(OAK, 0.45))
    for i in range(65):
        s.stroke(
            s.many([(-6.4 + 0.2 * i, 0, 15.97), (-6.4 + 0.2 * i, 3.6, 15.97)]), 4, WALNUT, 0.22
        )
    for x in (-2.95, 0.0, 2.9):
        s.upright(x - 0.5, 1.5, x + 0.5, 2.5, 15.95, light(SAGE, 0.45))
        bars(s, x - 0.4, 1.6, x + 0.4, 2.4, 15.94, 4, SLATE)
    for i, x in enumerate((-4.4, -1.5, 1.4, 4.3)):
        _service_desk(s, x, i)
    person(s, -1.7, 12.2, look(r, old=True, top=CLAY), "back", "stand")
    person(s, 1.2, 12.2, look(r, top=LEAF), "back", "talk")
    person(s, -0.15, 9.2, look(r, vest=True, style="bun", skirt=False), "right", "talk")
    person(s, 0.6, 9.2, look(r, old=True, top=SLATE, style="short"), "left", "stand")
    for row, z in enumerate((10.6, 9.0)):
        for k in range(5):
            x = -4.5 + 0.72 * k + 0.25 * row
            if (k + row * 2) % 3 == 1:
                empty_chair(s, x, z, "back", SLATE)
            else:
                seated(s, x, z, look(r, old=k == 0), "back", "sit-hold", SLATE)
    _ramp(s)

    def rider() -> None:
        wheelchair(s, 2.95, 9.0, 0.2)

    s.put(9.05, rider)
    person(
        s,
        2.95,
        9.0,
        look(r, old=True, top=rgb("#c9a15a"), style="bob"),
        "right",
        "sit",
        0.2,
        shadow=False,
    )
    person(s, 2.2, 9.02, look(r, vest=True, style="short"), "right", "push", 0.08, shadow=False)
    plant(s, -6.3, 13.0, 1.9)
    plant(s, 6.3, 13.0, 1.9)


def staff_centre(s: Stage) -> None:
    """Tall windows, a low round table and people talking around it."""
    s.camera(eye=2.5, horizon=850, focal=2950)
    r = s.rng
    room(s, 6.6, 12, 5.6, CREAM, rgb("#d3b086"))
    for i in range(5):
        x = -5.2 + i * 2.2
        window(s, x, 0.6, x + 1.6, 4.7, 12, 2, 4, STONE)
    for i in range(6):
        x = -5.7 + i * 2.2
        for k in range(3):
            tone = mix(RED, SCARLET, k / 2)
            s.upright(x + 0.13 * k, 0.15, x + 0.13 * k + 0.13, 5.0, 11.9, dark(tone, 0.1 * (k % 2)))
    for i in range(5):
        x = -4.6 + i * 2.2
        patch = [(x, 0, 11.2), (x + 1.3, 0, 11.2), (x + 2.6, 0, 8.2), (x + 1.1, 0, 8.2)]
        s.fade(s.many(patch), rgb("#fff0c9"), rgb("#fff0c9"), (0.55, 0.1))
    s.disc(0, 0, 8.5, 2.7, dark(SAGE, 0.1))
    s.disc(0, 0, 8.5, 2.55, light(SAGE, 0.4))
    s.disc(0, 0, 8.5, 2.4, SAGE)
    sofa(s, 0, 10.3, 2.8, CLAY)
    person(s, -0.75, 10.05, look(r, top=NAVY, skirt=False), "front", "sit-talk")
    person(s, 0.7, 10.05, look(r, top=CREAM, style="long", skirt=False), "front", "sit")
    round_table(s, 0, 8.6, 0.85, 0.48)
    for x, z, tone in ((-0.4, 8.7, WHITE), (0.35, 8.8, RED), (0.1, 8.35, WHITE)):
        cup(s, x, 0.48, z, tone, 0.5)
    plant(s, 0.0, 8.75, 0.45, WHITE, 0.48, 0.5)
    seated(s, -1.75, 8.7, look(r, old=True, top=SLATE), "right", "sit-talk", OAK)
    seated(s, 1.8, 8.6, look(r, top=MOSS, style="bob"), "left", "sit-clap", OAK)
    seated(s, -0.75, 7.15, look(r, top=GOLD, style="short"), "back", "sit-hold", OAK)
    seated(s, 0.85, 7.1, look(r, top=rgb("#8d6a7a"), style="bun"), "back", "sit-talk", OAK)
    person(s, -3.3, 10.6, look(r, top=RED, style="short"), "right", "talk")
    person(s, -2.5, 10.6, look(r, top=rgb("#d8c3a0"), style="long"), "left", "hold")
    person(s, 3.0, 10.9, look(r, vest=True), "left", "walk")
    shelf(s, 4.5, 10.8, 2.0, 1.3, 3, OAK)
    plant(s, 4.1, 10.7, 0.7, WHITE, 1.3)
    stack(s, 4.9, 1.3, 10.8, 4)
    plant(s, -4.2, 9.6, 2.1)
    plant(s, 3.75, 8.6, 1.6, SLATE)
    for x in (-2.2, 0, 2.2):
        pendant(s, x, 3.9, 9.2, 5.6, GOLD, 0.3)


def _machine(s: Stage, x: float, y: float, z: float) -> None:
    s.block(x, z, 0.9, 0.45, 0.55, RED, y=y)
    s.upright(x - 0.38, y + 0.08, x + 0.38, y + 0.3, z - 0.225, INK)
    s.upright(x - 0.42, y + 0.34, x + 0.42, y + 0.5, z - 0.225, STEEL)
    for dx in (-0.2, 0.2):
        s.upright(x + dx - 0.03, y + 0.22, x + dx + 0.03, y + 0.34, z - 0.23, STEEL)
        s.oval(*s.at(x + dx, y + 0.42, z - 0.23), 14, 14, CREAM)


def _cafe_wall(s: Stage) -> None:
    z = 11.8
    s.upright(-5.8, 0, 0.6, 4.2, z, dark(MOSS, 0.2))
    for i in range(16):
        s.stroke(s.many([(-5.8 + 0.4 * i, 0, z), (-5.8 + 0.4 * i, 4.2, z)]), 4, INK, 0.15)
    for y in (1.75, 2.3):
        s.upright(-4.9, y, -1.9, y + 0.06, z, OAK)
        for i in range(13):
            x = -4.75 + 0.22 * i
            tone = s.rng.choice([WHITE, SAND, RED, GOLD, SLATE])
            s.upright(x, y + 0.06, x + 0.12, y + s.rng.uniform(0.18, 0.36), z, tone)
    panel(s, -1.35, 1.7, 0.35, 3.2, z, dark(NAVY, 0.4))
    bars(s, -1.1, 1.9, 0.15, 3.05, z, 6, SAND)


def cafe(s: Stage) -> None:
    """Show a coffee counter on the left, founders meeting at a table on the right."""
    s.camera(eye=2.4, horizon=830, focal=3000)
    r = s.rng
    room(s, 5.8, 11.8, 4.2, CREAM, rgb("#c7a27a"), 0.8)
    _cafe_wall(s)
    beams(s, 5.8, 11.8, 4.2)
    window(s, 1.3, 0.9, 5.2, 3.4, 11.8, 4, 2, WALNUT)
    side_windows(s, -5.8, 5.5, 11, 0.8, 3.4, 3, WALNUT)
    counter(s, -2.4, 10, 4.4, 0.8, 1.1, WALNUT, CREAM, 6)
    person(s, -3.0, 10.9, look(r, top=WHITE, style="bun", skirt=False), "front", "hold")
    person(s, -1.85, 10.8, look(r, top=SCARLET, style="short"), "right", "work")
    s.put(9.5, lambda: _machine(s, -0.85, 1.1, 10.0))

    def glass_case() -> None:
        s.block(-3.9, 10, 1.1, 0.5, 0.45, light(GLASS, 0.4), y=1.1)
        for i in range(4):
            s.oval(*s.at(-4.25 + 0.24 * i, 1.2, 9.75), 24, 16, (CLAY, GOLD, RED, OAK)[i])
        s.upright(-4.4, 1.3, -3.4, 1.32, 9.75, WHITE)

    s.put(9.5, glass_case)
    for k in range(3):
        cup(s, -2.95 + 0.16 * k, 1.1, 9.9, WHITE)
    person(s, -0.2, 8.95, look(r, top=rgb("#5f7f86"), style="short"), "left", "talk")
    for x in (-4.1, -3.0, -1.9):
        pendant(s, x, 2.95, 10, 4.2, GOLD)
    table(s, 1.75, 8.3, 2.5, 1.1, top=OAK)
    seated(s, 1.15, 9.2, look(r, top=NAVY, style="short"), "front", "sit-talk")
    seated(s, 2.3, 9.2, look(r, top=rgb("#b98a5a"), style="long", skirt=False), "front", "sit")
    seated(s, 3.5, 8.3, look(r, top=CREAM, style="crop"), "left", "sit-talk")
    seated(s, 1.05, 7.35, look(r, top=RED, style="bob"), "back", "sit-hold")
    laptop(s, 2.3, 0.75, 8.5, away=True)
    laptop(s, 1.75, 0.75, 8.1)
    papers(s, 1.05, 0.75, 8.45)
    cup(s, 2.7, 0.75, 8.1, WHITE)
    cup(s, 0.75, 0.75, 8.2, RED)
    pendant(s, 1.75, 2.7, 8.4, 4.2, RED, 0.32)
    round_table(s, -2.2, 7.5, 0.42, 0.72, WALNUT)
    empty_chair(s, -3.0, 7.5, "right")
    empty_chair(s, -1.4, 7.5, "left")
    cup(s, -2.15, 0.72, 7.5, WHITE, 0.3)
    plant(s, 4.7, 10.3, 1.9)
    plant(s, -3.9, 8.4, 1.4)
    plant(s, 0.55, 11.2, 1.3, SLATE)


INDOORS: dict[str, Callable[[Stage], None]] = {
    "reading-corner": reading_corner,
    "wish-wall": wish_wall,
    "service-hall": service_hall,
    "staff-centre": staff_centre,
    "cafe": cafe,
}
