"""Open-air pictures: parks, towers, plant, neighbourhood and street."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from indoors import held, wheelchair
from kit import (
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
from people import TOPS, look, person
from things import (
    bars,
    bench,
    building,
    bush,
    cart,
    glass_front,
    ground,
    heaven,
    hills,
    parcels,
    planter,
    round_table,
    street_lamp,
    tree,
    wheel,
)


def skyline(s: Stage, tone: Colour, low: float, high: float, n: int = 26) -> None:
    """Set a pale far row of buildings on the horizon for depth."""
    y, r = s.horizon + 25, s.rng
    for i in range(n):
        x, w, h = WIDTH * i / n, WIDTH / n * r.uniform(0.6, 1.1), r.uniform(low, high)
        s.fade([(x, y - h), (x + w, y - h), (x + w, y), (x, y)], tone, light(tone, 0.6))


def entrance(
    s: Stage, x: float, z: float, w: float, h: float, tone: Colour, glow: bool = False
) -> None:
    """Add a glazed entrance with a canopy on two posts before a facade."""

    def draw() -> None:
        glass_front(s, x - w / 2, x + w / 2, h, z, 6, STONE, glow)
        s.block(x, z - 1.0, w + 1.2, 2.0, 0.3, tone, y=h)
        for side in (-1, 1):
            s.drum(x + side * (w / 2 + 0.2), z - 1.7, 0.12, 0, h, light(STEEL, 0.3))
        s.flat(x - w / 2 - 0.4, x + w / 2 + 0.4, z - 2.1, z, light(STEEL, 0.6))

    s.put(z - 0.05, draw)


def software_park(s: Stage) -> None:
    """Modern office buildings around a plaza with trees and walkers."""
    s.camera(eye=3.0, horizon=960, focal=2500)
    r = s.rng
    heaven(s)
    skyline(s, rgb("#c3d0d2"), 60, 240)
    ground(s, rgb("#d8cbb6"), tile=1.5)
    s.flat(-40, -4.6, 8, 60, light(LEAF, 0.2))
    s.flat(4.6, 40, 8, 60, light(LEAF, 0.2))
    building(s, 2.5, 68, 22, 12, 21, light(SLATE, 0.45), 12, 7)
    building(s, -17, 44, 15, 18, 14.6, rgb("#e3d5c0"), 8, 5, base=0.5)
    building(s, 17.5, 40, 15, 18, 12.6, light(RED, 0.62), 8, 4, base=1)
    building(s, -1.5, 50, 11, 8, 12, WHITE, 7, 4, base=3.6)
    entrance(s, -1.5, 45.9, 6, 3.4, RED)
    for x, z, h in (
        (-9, 31, 6.5),
        (9.5, 29, 6.2),
        (-7, 23, 5.6),
        (7.4, 21.5, 5.4),
        (-6.6, 16, 4.8),
        (6.8, 15, 4.9),
        (-12, 26, 6.5),
        (12.5, 24, 6.4),
    ):
        tree(s, x, z, h, r.choice([LEAF, mix(LEAF, SAGE, 0.5), MOSS]))
    for x, z, w in ((-6.2, 19, 2.6), (6.2, 18, 2.6), (-7.5, 27, 3), (7.5, 25, 3)):
        bush(s, x, z, w, 0.9)

    def pool() -> None:
        s.disc(0, 0.0, 20, 2.9, STEEL)
        s.disc(0, 0.25, 20, 2.7, light(STEEL, 0.4))
        s.disc(0, 0.26, 20, 2.4, mix(GLASS, rgb("#7fa8b0"), 0.5))
        s.disc(-0.6, 0.27, 20.4, 1.2, WHITE, 0.25)
        (px, py), u = s.at(0, 2.5, 20), s.unit(20)
        for k, (dx, wide) in enumerate(((0.0, 1.5), (0.25, 1.05))):
            pts = [
                (
                    px + dx * u + wide * u * math.cos(t / 24 * math.pi),
                    py + wide * 1.35 * u * math.sin(t / 24 * math.pi),
                )
                for t in range(49)
            ]
            s.stroke(pts, (0.2 - 0.06 * k) * u, (SCARLET, GOLD)[k])

    s.cast(0, 20, 2, 0.4, 3)
    s.put(20, pool)
    for x in (-4.1, 4.1):
        planter(s, x, 11.5, 2.6, 0.8, 0.45, light(STEEL, 0.35))
        street_lamp(s, x * 1.05, 17)
    bench(s, -3.9, 14, 1.9)
    walkers = [
        (-1.7, 12, "right", "walk"),
        (-1.0, 12.1, "right", "stroll"),
        (1.5, 10, "left", "walk"),
        (2.4, 14.5, "back", "walk"),
        (0.4, 16, "front", "walk"),
        (-2.6, 17, "left", "stroll"),
        (3.1, 18.5, "left", "walk"),
        (-0.3, 28, "front", "walk"),
        (1.2, 30, "back", "walk"),
        (-0.6, 9.2, "back", "walk"),
        (0.15, 9.3, "back", "walk"),
    ]
    for i, (x, z, face, pose) in enumerate(walkers):
        person(s, x, z, look(r, top=TOPS[i]), face, pose)


def office_tower(s: Stage) -> None:
    """Two commerce towers; couriers move parcels at the entrance."""
    s.camera(eye=2.6, horizon=1120, focal=2700)
    r = s.rng
    heaven(s, clouds=6)
    skyline(s, rgb("#c3d0d2"), 80, 300)
    ground(s, rgb("#d3c7b4"), tile=1.4)
    building(s, -11.5, 40, 12, 14, 34, light(SLATE, 0.4), 8, 14, base=4)
    building(s, 10.5, 44, 13, 14, 30, rgb("#dccbb2"), 8, 12, base=4)
    building(s, -0.5, 34, 13, 6, 8.2, light(RED, 0.55), 9, 2, base=4.2)

    def band() -> None:
        s.upright(-7, 4.0, 6, 4.5, 30.9, WINE)
        bars(s, -2.6, 6.75, 1.8, 7.9, 30.85, 1, WINE)

    s.put(30.9, band)
    entrance(s, -0.5, 30.8, 9, 3.7, RED)
    for x, z, h in ((-11, 24, 6), (11, 25, 6.2), (-8.6, 19, 5.2), (8.8, 18, 5.2)):
        tree(s, x, z, h, r.choice([LEAF, mix(LEAF, SAGE, 0.5)]))
    for x in (-8.4, 8.4):
        bush(s, x, 22, 4, 0.9)
    _van(s, 4.6, 14.5)
    cart(s, -2.2, 9.2, handle=-1)
    person(s, -3.1, 9.2, look(r, top=GOLD, legs=NAVY, style="short", skirt=False), "right", "push")
    cart(s, 1.2, 13.0, fill=STONE)
    person(s, 2.1, 13.0, look(r, top=SLATE, style="bob", skirt=False), "left", "push")
    parcels(
        s,
        1.9,
        9.0,
        [(-0.45, 0, 0.6), (0.2, 0, 0.52), (-0.3, 0.48, 0.46), (0.65, 0, 0.4), (0.2, 0.42, 0.36)],
    )
    person(s, 0.75, 9.0, look(r, top=RED, style="short"), "right", "hold")
    held(s, 1.02, 0.98, 9.0, SAND, 0.32, 0.26)
    person(s, 3.1, 9.8, look(r, top=CREAM, style="long", skirt=False), "left", "hold")
    held(s, 2.88, 1.0, 9.8, NAVY, 0.2, 0.14)
    parcels(s, -4.6, 12.5, [(-0.4, 0, 0.62), (0.25, 0, 0.55), (-0.1, 0.48, 0.5)])
    for x, z, face, pose in (
        (-1.2, 17, "front", "walk"),
        (0.6, 21, "back", "walk"),
        (-3.4, 20, "right", "walk"),
        (-0.2, 24, "left", "stroll"),
    ):
        person(s, x, z, look(r), face, pose)
    for x in (-4.8, 5.0):
        planter(s, x, 17.5 if x < 0 else 20, 2.6, 0.8, 0.5)


def _van(s: Stage, x: float, z: float) -> None:
    def draw() -> None:
        s.block(x + 0.4, z, 3.1, 1.8, 2.0, WHITE, y=0.45)
        n = z - 0.9
        s.poly(
            s.many(
                [
                    (x - 2.3, 0.45, n),
                    (x - 1.15, 0.45, n),
                    (x - 1.15, 2.1, n),
                    (x - 1.75, 2.05, n),
                    (x - 2.1, 1.3, n),
                    (x - 2.3, 1.2, n),
                ]
            ),
            SCARLET,
        )
        s.poly(
            s.many([(x - 1.3, 1.3, n), (x - 1.3, 1.9, n), (x - 1.68, 1.87, n), (x - 1.95, 1.3, n)]),
            GLASS,
        )
        s.upright(x - 1.1, 1.0, x + 1.9, 1.2, n, GOLD)
        s.upright(x - 2.3, 0.4, x + 1.95, 0.55, n, STONE)
        for lx in (-1.6, 1.2):
            wheel(s, x + lx, 0.38, n, 0.38)

    s.cast(x, z, 4.2, 1.8, 2.0)
    s.put(z, draw)


def _plant_building(s: Stage) -> None:
    """Draw the energy plant: a curved hall, a glazed side and a slim stack."""
    z, n = 62, 30
    s.fade(
        s.many([(13.2, 22, z + 4), (15.4, 22, z + 4), (16, 0, z + 4), (12.6, 0, z + 4)]),
        light(STEEL, 0.6),
        dark(STEEL, 0.05),
        across=True,
    )
    for y in (20.2, 17.6):
        s.upright(13.15, y, 15.45, y + 1.0, z + 3.9, SCARLET)
    for k in range(6):
        px, py = s.at(14.6 + 1.0 * k, 22.6 + 0.45 * k, z + 4)
        s.oval(px, py, 34 + 17 * k, 24 + 9 * k, WHITE, 0.5 - 0.06 * k)
    roof = [
        (-20 + 34 * i / n, 11 + 5.5 * math.sin(math.pi * (i / n) ** 0.8), z) for i in range(n + 1)
    ]
    shape = s.many([*roof, (14, 0, z), (-20, 0, z)])
    s.fade(shape, light(SAGE, 0.55), mix(SAGE, SLATE, 0.35))
    s.stroke(s.many(roof), 16, WHITE)
    for i in range(1, n):
        s.stroke(s.many([roof[i], (roof[i][0], 0, z)]), 3, MOSS, 0.25)
    s.fade(s.many([(-17, 9.5, z), (8, 9.5, z), (8, 2.5, z), (-17, 2.5, z)]), rgb("#c9dadb"), GLASS)
    for i in range(15):
        x = -17 + 25 * i / 14
        s.stroke(s.many([(x, 9.5, z), (x, 2.5, z)]), 5, WHITE)
    for y in (2.5, 6, 9.5):
        s.stroke(s.many([(-17, y, z), (8, y, z)]), 5, WHITE)
    s.block(20, z, 11, 8, 9, rgb("#e7dcc8"))
    for i in range(6):
        s.upright(15.4 + 1.6 * i, 3, 16.5 + 1.6 * i, 6.5, z - 4, GLASS)
    s.upright(14.5, 8, 25.5, 8.6, z - 4, RED)


def winding(s: Stage, width: float, bend: float, fill: Colour, far: float = 44) -> None:
    """Lay a path that winds away from the viewer."""
    left, right = [], []
    for i in range(50):
        z = 3.2 * (far / 3.2) ** (i / 49)
        x = bend * math.sin((z - 3) / 6.5) * min(1, z / 14)
        left.append(s.at(x - width / 2, 0, z))
        right.append(s.at(x + width / 2, 0, z))
    for grow, tone in ((14, dark(fill, 0.15)), (0, fill)):
        edge = [(x - grow, y) for x, y in left] + [(x + grow, y) for x, y in right[::-1]]
        s.fade(edge, light(tone, 0.4), tone)


def clean_energy(s: Stage) -> None:
    """Show an energy plant behind greenery; visitors follow a winding path."""
    s.camera(eye=3.4, horizon=1000, focal=2850)
    r = s.rng
    heaven(s)
    hills(s, rgb("#b4c4b4"), 210, 0.4)
    hills(s, rgb("#a0b598"), 130, 2.1)
    ground(s, rgb("#92a874"))
    s.put(62, lambda: _plant_building(s))
    winding(s, 3.4, 1.3, rgb("#e5d6ba"))
    for x, z, h in (
        (-22, 50, 8),
        (-15, 47, 7),
        (24, 46, 8),
        (17, 44, 6.5),
        (-18, 34, 7.5),
        (14, 33, 6),
        (-10.5, 29, 5.6),
        (10.8, 24, 5.8),
        (-8.2, 18, 5.2),
        (8.0, 15.5, 5.0),
    ):
        tree(s, x, z, h, r.choice([LEAF, MOSS, mix(LEAF, SAGE, 0.5)]))
    for x, z, w in (
        (-5, 40, 6),
        (6, 38, 6),
        (-6, 26, 4),
        (6.5, 27, 4),
        (-5.2, 14, 2.4),
        (5.6, 12, 2.2),
    ):
        bush(s, x, z, w, 1.0, r.choice([MOSS, LEAF]))
    for x, z in ((-3.5, 9.5), (4.0, 9.0), (-4.6, 11.2), (3.2, 7.2), (-2.9, 7.0)):
        bush(s, x, z, 1.2, 0.5, LEAF)
    _info_board(s, 3.0, 11.5)
    guide = look(r, top=RED, style="bun", skirt=False)
    person(s, 1.75, 11.2, guide, "left", "point")
    for x, z, face, pose in (
        (-0.2, 11.4, "right", "stand"),
        (0.5, 11.8, "right", "hold"),
        (-0.75, 10.8, "right", "talk"),
        (0.25, 10.5, "back", "stand"),
        (-1.3, 17, "back", "walk"),
        (-0.7, 17.2, "back", "walk"),
        (0.9, 24, "front", "walk"),
    ):
        person(s, x, z, look(r, old=z == 10.8), face, pose)
    for x, z in ((-3.2, 20), (3.3, 25), (-3.0, 12.8)):
        street_lamp(s, x, z, 3.4)


def _info_board(s: Stage, x: float, z: float) -> None:
    def draw() -> None:
        for dx in (-0.7, 0.7):
            s.block(x + dx, z, 0.08, 0.08, 1.1, WALNUT)
        s.block(x, z, 1.7, 0.08, 1.0, WALNUT, y=0.9)
        s.upright(x - 0.78, 0.97, x + 0.78, 1.83, z - 0.05, CREAM)
        bars(s, x - 0.65, 1.1, x + 0.1, 1.7, z - 0.06, 4, SLATE)
        s.upright(x + 0.25, 1.1, x + 0.65, 1.65, z - 0.06, SAGE)

    s.cast(x, z, 1.7, 0.1, 1.5)
    s.put(z, draw)


def community_centre(s: Stage) -> None:
    """Show a neighbourhood centre behind a small square with benches."""
    s.camera(eye=2.6, horizon=930, focal=2800)
    r = s.rng
    heaven(s)
    skyline(s, rgb("#cdd5d0"), 180, 420, 20)
    ground(s, rgb("#d9c9ae"), tile=1.2)
    for x, h in ((-19.0, 17.0), (19.0, 19.0)):
        building(s, x, 44, 11, 10, h, rgb("#e0cdb3"), 6, 6)
    building(s, 0, 25, 17, 7, 7.6, rgb("#efe2cb"), 9, 2, base=0.6)

    def front() -> None:
        z = 21.45
        s.upright(-8.5, 3.75, 8.5, 4.15, z, RED)
        s.upright(-8.8, 7.4, 8.8, 7.9, z, WINE)
        s.upright(-2.6, 4.5, 2.6, 5.5, z - 0.1, RED)
        bars(s, -2.0, 4.65, 2.0, 5.35, z - 0.12, 1, SAND)

    s.put(21.46, front)
    entrance(s, 0, 21.4, 4.6, 3.0, RED)
    _info_board(s, -5.4, 18)
    for x, z, h in ((-10.5, 23, 6.5), (10.5, 22.5, 6.3), (-6.3, 14.5, 4.6), (6.4, 14, 4.7)):
        tree(s, x, z, h, r.choice([LEAF, mix(LEAF, SAGE, 0.5)]))
    for x in (-6.2, 6.2):
        planter(s, x, 19.5, 4, 0.8, 0.5, light(STEEL, 0.4))
    for side in (-1, 1):
        bench(s, side * 2.75, 11.2, 2.2)
    for x, pose in ((-3.25, "sit-talk"), (-2.4, "sit"), (2.4, "sit"), (3.2, "sit-hold")):
        person(s, x, 11.1, look(r, old=True), "front", pose)
    round_table(s, 0, 9.2, 0.5, 0.7, light(STEEL, 0.3))
    s.put(8.9, lambda: _chessboard(s))
    for x, face in ((-0.85, "right"), (0.85, "left")):
        s.box(x, 9.2, 0.42, 0.42, 0.42, light(STEEL, 0.2))
        person(s, x, 9.15, look(r, old=True, style="short"), face, "sit-read")
    person(s, 0.2, 10.4, look(r, old=True, style="crop"), "front", "hold")
    for x, z, face, pose in (
        (-1.1, 17.5, "back", "walk"),
        (0.8, 16, "front", "walk"),
        (3.4, 17, "left", "walk"),
        (-3.3, 15.8, "right", "stoop"),
    ):
        person(s, x, z, look(r, vest=x == 0.8, old=pose == "stoop"), face, pose)
    planter(s, -3.6, 7.4, 1.8, 0.5, 0.4, CLAY)
    planter(s, 3.7, 7.4, 1.8, 0.5, 0.4, CLAY)


def _chessboard(s: Stage) -> None:
    s.flat(-0.26, 0.26, 8.98, 9.42, SAND, y=0.71)
    for i in range(5):
        s.stroke(
            s.many([(-0.26 + 0.13 * i, 0.712, 8.98), (-0.26 + 0.13 * i, 0.712, 9.42)]), 3, WALNUT
        )
        s.stroke(
            s.many([(-0.26, 0.712, 8.98 + 0.11 * i), (0.26, 0.712, 8.98 + 0.11 * i)]), 3, WALNUT
        )
    for x, z, tone in ((-0.13, 9.2, RED), (0.13, 9.31, INK), (0.0, 9.09, RED), (0.13, 9.1, INK)):
        s.drum(x, z, 0.04, 0.712, 0.74, tone)


def _shop_side(s: Stage, side: int) -> None:
    """Line one side of the street with shops that step back into the distance."""
    r = s.rng
    tones = [
        rgb("#7d4a43"),
        rgb("#6a5a5c"),
        rgb("#8a5a48"),
        rgb("#5f5560"),
        rgb("#7a5048"),
        rgb("#6d5350"),
    ]
    z = 6.0
    for i in range(6):
        length, h = 5.4, r.uniform(7.5, 11)
        tone = tones[(i + side) % 6]

        s.put(z + length / 2 + 0.5, partial(_shop, s, side * 6.0, z, length, h, tone, i))
        z += length


def _shop(s: Stage, x: float, z: float, length: float, h: float, tone: Colour, i: int) -> None:
    """Draw one house of the street."""
    s.block(x + math.copysign(4, x), z + length / 2, 8, length, h, tone)
    _shop_wall(s, x, z, length, h, i)


def _shop_wall(s: Stage, x: float, z: float, length: float, h: float, i: int) -> None:
    """Light one shop: display windows, awning, sign bars and flats above."""
    pane = s.many(
        [
            (x, 2.7, z + 0.3),
            (x, 2.7, z + length - 0.3),
            (x, 0.25, z + length - 0.3),
            (x, 0.25, z + 0.3),
        ]
    )
    s.fade(pane, rgb("#ffe9b4"), rgb("#eda955"))
    for k in range(5):
        zz = z + 0.3 + (length - 0.6) * k / 4
        s.stroke(s.many([(x, 0.25, zz), (x, 2.7, zz)]), 8, INK)
    for k in range(4):
        zz = z + 0.8 + (length - 0.8) * k / 4
        s.wall(x, 0.25, 0.9 + 0.25 * (k % 2), zz, zz + 0.45, mix(CLAY, RED, 0.3 * k), 0.75)
    reach = -0.9 if x > 0 else 0.9
    tone = (SCARLET, GOLD, MOSS)[i % 3]
    n = 8
    for k in range(n):
        a, b = z + length * k / n, z + length * (k + 1) / n
        s.face(
            [(x, 3.15, a), (x, 3.15, b), (x + reach, 2.6, b), (x + reach, 2.6, a)],
            tone if k % 2 else CREAM,
        )
    s.wall(x, 3.3, 3.85, z + 0.5, z + length - 0.5, WINE)
    s.wall(x, 3.5, 3.65, z + 1.2, z + length - 1.4, SAND)
    rows = int((h - 4.3) / 1.7)
    for j in range(rows):
        for k in range(3):
            a, y = z + 0.6 + k * length / 3, 4.4 + 1.7 * j
            glow = s.rng.random() < 0.6
            s.wall(x, y, y + 1.1, a, a + 0.95, rgb("#ffd98a") if glow else rgb("#4c4f5e"))


def shopping_quarter(s: Stage) -> None:
    """Show a shopping street at dusk with warm windows and walkers."""
    s.camera(eye=2.5, horizon=980, focal=2300)
    r = s.rng
    s.fade([(0, 0), (WIDTH, 0), (WIDTH, 1030), (0, 1030)], rgb("#54617d"), rgb("#f5c188"))
    s.glow(WIDTH / 2, 960, 1000, rgb("#ffe2a6"), 0.7)
    skyline(s, rgb("#a98a86"), 120, 330, 30)
    ground(s, rgb("#a3847a"), tile=1.2, half=7)
    s.glow(WIDTH / 2, 1250, 900, rgb("#ffd58c"), 0.35)
    for side in (-1, 1):
        for z in (7.0, 11.0, 15.0, 20.0):
            pool = [
                (side * 6, 0, z - 1.6),
                (side * 6, 0, z + 1.6),
                (side * 3.6, 0, z + 1.0),
                (side * 3.6, 0, z - 1.4),
            ]
            s.fade(
                s.many(pool),
                rgb("#ffd58c"),
                rgb("#ffd58c"),
                (0.5, 0.0) if side < 0 else (0.0, 0.5),
                across=True,
            )
        _shop_side(s, side)
    building(s, 0, 56, 16, 8, 17, rgb("#7a5a5e"), 9, 7, rgb("#5b5f70"), 3.5, 0.65)
    entrance(s, 0, 51.9, 8, 3.4, SCARLET, True)
    for z in (11.5, 17.0, 24.0):
        s.put(z, partial(_lanterns, s, z))
    for x, z in ((-3.9, 12.5), (3.9, 12.5), (-3.9, 19), (3.9, 19), (-3.9, 27), (3.9, 27)):
        street_lamp(s, x, z, 3.6, lit=True)
    for x, z in ((-3.6, 15.5), (3.6, 15.5), (-3.7, 9.4), (3.7, 9.4)):
        planter(s, x, z, 1.3, 0.7, 0.5, STONE)
    walkers = [
        (-0.9, 9.4, "back", "walk"),
        (-0.2, 9.5, "back", "walk"),
        (1.5, 11, "front", "walk"),
        (2.0, 11.2, "front", "walk"),
        (-2.2, 13, "right", "walk"),
        (0.4, 15, "front", "walk"),
        (2.8, 16, "left", "stroll"),
        (-1.3, 17.5, "front", "walk"),
        (1.2, 20, "back", "walk"),
        (-2.4, 21, "front", "walk"),
        (0.2, 25, "front", "walk"),
        (-0.8, 29, "back", "walk"),
        (2.2, 24, "front", "walk"),
    ]
    for i, (x, z, face, pose) in enumerate(walkers):
        person(s, x, z, look(r, old=i == 4), face, pose)
        if i in (0, 2, 7):
            s.put(z - 0.03, partial(s.upright, x + 0.18, 0.5, x + 0.42, 0.85, z, SCARLET))


def _lanterns(s: Stage, z: float) -> None:
    """Hang a sagging string of plain round lamps across the street."""
    line = [(-6 + 12 * t / 24, 5.4 - 1.0 * math.sin(math.pi * t / 24), z) for t in range(25)]
    s.stroke(s.many(line), 4, INK, 0.7)
    for p in line[2:-1:3]:
        (px, py), u = s.at(p[0], p[1] - 0.22, z), s.unit(z)
        s.glow(px, py, 0.7 * u, rgb("#ffd98a"), 0.6)
        s.oval(px, py, 0.17 * u, 0.15 * u, rgb("#fff0c4"))


def volunteers(s: Stage) -> None:
    """Volunteers in red vests help along a path between homes."""
    s.camera(eye=2.5, horizon=860, focal=2900)
    r = s.rng
    heaven(s)
    skyline(s, rgb("#cdd5d0"), 120, 300, 22)
    ground(s, rgb("#a2b384"))
    for x, z, h, tone in (
        (-15.0, 40.0, 15.0, "#ead7ba"),
        (14, 42, 17, "#e4cbb0"),
        (0, 60, 14, "#eadfcb"),
        (-26, 44, 13, "#dccbb2"),
        (26, 46, 14, "#ead7ba"),
    ):
        building(s, x, z, 11, 9, h, rgb(tone), 6, 5)
    winding(s, 4.4, 0.7, rgb("#e2d0b2"), 40)
    for x, z, h in (
        (-10, 30, 6.5),
        (9.8, 29, 6.2),
        (-6.6, 20, 5),
        (6.9, 19, 5.2),
        (-5.4, 13.2, 4.4),
        (6.0, 13, 4.5),
    ):
        tree(s, x, z, h, r.choice([LEAF, mix(LEAF, SAGE, 0.5), MOSS]))
    for x, z, w in (
        (-5, 24, 4),
        (5.4, 23, 4),
        (-4.6, 16.4, 2.4),
        (4.9, 15.6, 2.6),
        (-4.3, 10.6, 1.8),
        (4.5, 10.2, 1.7),
        (-3.9, 7.4, 1.4),
    ):
        bush(s, x, z, w, 0.8, r.choice([MOSS, LEAF]))
    s.put(8.75, lambda: wheelchair(s, 0.3, 8.7))
    s.cast(0.3, 8.7, 0.9, 0.5, 0.9)
    person(s, 0.3, 8.7, look(r, old=True, top=SLATE, style="bun"), "right", "sit")
    person(
        s, -0.46, 8.72, look(r, vest=True, style="short", top=NAVY, height=1.74), "right", "push"
    )
    person(s, 1.3, 9.0, look(r, vest=True, style="bob", top=CREAM, skirt=False), "left", "hold")
    held(s, 1.07, 0.8, 8.98, OAK, 0.28, 0.3)
    person(s, -1.75, 11.3, look(r, old=True, top=CLAY, style="short"), "right", "stoop")
    s.put(11.28, lambda: s.stroke(s.many([(-1.46, 0.82, 11.3), (-1.4, 0.0, 11.3)]), 9, WALNUT))
    person(s, -2.2, 11.4, look(r, vest=True, style="long", top=WHITE, skirt=False), "right", "talk")
    _sweeper(s, 3.0, 12.6)
    person(s, -2.75, 9.0, look(r, vest=True, style="bun", top=SAGE, skirt=False), "left", "kneel")
    person(s, 0.5, 16.5, look(r, vest=True), "front", "walk")
    person(s, 1.1, 16.7, look(r, old=True), "front", "walk")
    person(s, -0.6, 20.0, look(r), "back", "walk")
    bench(s, 3.55, 9.6, 1.5)
    street_lamp(s, -3.2, 15.5, 3.6)
    street_lamp(s, 3.4, 21, 3.6)


def _sweeper(s: Stage, x: float, z: float) -> None:
    person(s, x, z, look(s.rng, vest=True, style="crop", top=STONE, old=True), "left", "work")

    def broom() -> None:
        s.stroke(s.many([(x - 0.3, 1.15, z), (x - 0.75, 0.2, z)]), 10, OAK)
        s.face(
            [(x - 0.72, 0.25, z), (x - 0.8, 0.22, z), (x - 1.02, 0.0, z), (x - 0.72, 0.0, z)], GOLD
        )

    s.put(z - 0.05, broom)


OUTDOORS: dict[str, Callable[[Stage], None]] = {
    "software-park": software_park,
    "office-tower": office_tower,
    "clean-energy": clean_energy,
    "community-centre": community_centre,
    "shopping-quarter": shopping_quarter,
    "volunteers": volunteers,
}
