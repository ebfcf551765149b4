"""Occasions: signing, round table, lecture, small fund ceremony."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from kit import (
    CREAM,
    GOLD,
    INK,
    MOSS,
    NAVY,
    OAK,
    RED,
    SAGE,
    SAND,
    SCARLET,
    SLATE,
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
from people import Look, look, person, seated
from things import (
    bars,
    chart,
    cup,
    lectern,
    microphone,
    papers,
    plant,
    room,
    round_table,
    side_windows,
    strip_lights,
    window,
)


def cloth_table(s: Stage, x: float, z: float, w: float, d: float, fill: Colour) -> None:
    """Place a table under a cloth that falls to the floor in soft folds."""

    def draw() -> None:
        s.block(x, z, w, d, 0.76, fill)
        folds = round(w / 0.28)
        for i in range(folds):
            a = x - w / 2 + w * i / folds
            s.face(
                [(a, 0.0, z - d / 2), (a + 0.12, 0.0, z - d / 2), (a + 0.06, 0.66, z - d / 2)],
                dark(fill, 0.4),
                0.35,
            )
        s.upright(x - w / 2, 0.64, x + w / 2, 0.67, z - d / 2, GOLD)

    s.cast(x, z, w, d, 0.76)
    s.put(z, draw)


def flowers(s: Stage, x: float, y: float, z: float, w: float, lift: float = 0.45) -> None:
    """Lay a low flower arrangement on a table or before it."""
    r = s.rng
    heads = [
        (r.uniform(-0.5, 0.5), r.uniform(0.02, 0.2), r.choice([SCARLET, GOLD, CREAM, RED]))
        for _ in range(round(w * 26))
    ]

    def draw() -> None:
        u = s.unit(z)
        for fx, up, _ in heads:
            px, py = s.at(x + fx * w * 1.12, y + up * 0.6, z)
            s.oval(px, py, 0.09 * u, 0.06 * u, mix(MOSS, SAGE, up * 4))
        for fx, up, tone in heads:
            px, py = s.at(x + fx * w, y + 0.05 + up * (1.1 - abs(fx)), z)
            s.oval(px, py, 0.045 * u, 0.04 * u, tone)
            s.oval(px - 0.01 * u, py - 0.01 * u, 0.018 * u, 0.016 * u, light(tone, 0.5))

    s.put(z - lift, draw)


def backdrop(s: Stage, half: float, y0: float, y1: float, z: float, fill: Colour) -> None:
    """Stand an abstract stage wall: broad arcs and a few bars, no words."""
    s.fade(
        s.many([(-half, y1, z), (half, y1, z), (half, y0, z), (-half, y0, z)]),
        fill,
        dark(fill, 0.3),
    )
    for k, tone in enumerate((light(fill, 0.1), light(fill, 0.2), GOLD)):
        line = []
        for i in range(31):
            t = i / 30
            y = y0 + (y1 - y0) * (0.12 + 0.1 * k + 0.13 * math.sin(2.4 * t * math.pi + 0.8 * k))
            line.append((-half + 2 * half * t, y, z))
        if k < 2:
            s.face([*line, (half, y0, z), (-half, y0, z)], tone, 0.5)
        else:
            s.stroke(s.many(line), 7, tone, 0.8)
    bars(s, -half * 0.42, y0 + (y1 - y0) * 0.62, half * 0.46, y0 + (y1 - y0) * 0.85, z, 2, SAND)


def heads(s: Stage, z: float, xs: list[float], old: bool = False) -> None:
    """Seat an audience with its back to the viewer."""
    for i, x in enumerate(xs):
        worn = look(s.rng, old=old or i % 4 == 2)
        seated(s, x + s.rng.uniform(-0.05, 0.05), z, worn, "back", "sit-hold", RED)


def suited(s: Stage, tone: Colour, style: str = "short") -> Look:
    """Dress a figure for a formal occasion."""
    return look(s.rng, top=tone, suit=True, legs=dark(tone, 0.2), style=style, skirt=False)


def signing(s: Stage) -> None:
    """Two parties sign at a table while colleagues stand behind them."""
    s.camera(eye=2.9, horizon=760, focal=2800)
    room(s, 7, 12.2, 4.8, CREAM, rgb("#b9946a"), 1.0)
    strip_lights(s, 7, 12.2, 4.8, 4)
    side_windows(s, -7, 6, 11.6, 0.6, 3.8, 3)
    backdrop(s, 4.6, 0.5, 4.0, 12.15, RED)
    s.box(0, 9.8, 9.6, 4.2, 0.16, rgb("#a3524a"))
    tones = [NAVY, STONE, SLATE, rgb("#b9a585"), NAVY, STONE]
    for i, x in enumerate((-2.5, -1.5, -0.52, 0.5, 1.5, 2.5)):
        style = ("short", "bob", "crop", "short", "bun", "short")[i]
        person(
            s,
            x,
            11.0,
            suited(s, tones[i], style),
            "front",
            "clap" if i in (1, 4) else "stand",
            0.16,
        )

    def signer(x: float, tone: Colour, style: str) -> None:
        seated(s, x, 9.95, suited(s, tone, style), "front", "sit")

    signer(-0.95, NAVY, "short")
    signer(0.95, rgb("#d8c3a0"), "bob")
    cloth_table(s, 0, 9.1, 4.2, 0.9, SCARLET)
    for x in (-0.95, 0.95):
        papers(s, x, 0.77, 9.15, CREAM)
        pen = s.many([(x + 0.1, 0.8, 9.2), (x + 0.2, 0.95, 9.25)])
        s.put(8.6, partial(s.stroke, pen, 7, INK))
        microphone(s, x + (0.5 if x > 0 else -0.5), 0.77, 9.2)
    flowers(s, 0, 0.77, 9.0, 0.8)
    flowers(s, 0, 0.0, 8.4, 3.2, 0.1)
    for x in (-5.0, 5.0):
        plant(s, x, 10.4, 1.9)
    heads(s, 5.1, [(i - 3) * 0.86 for i in range(6)])


def round_table_talk(s: Stage) -> None:
    """Four guests and two hosts around a table before an abstract screen."""
    s.camera(eye=2.75, horizon=780, focal=3050)
    r = s.rng
    room(s, 7.4, 13, 5.2, mix(CREAM, SAND, 0.4), rgb("#b48d62"))
    strip_lights(s, 7.4, 13, 5.2, 5)
    s.upright(-4.4, 1.1, 4.4, 4.5, 12.98, STONE)
    backdrop(s, 4.25, 1.25, 4.35, 12.95, NAVY)
    chart(s, 1.9, 1.9, 3.9, 3.3, 12.93)
    for x in (-6.2, -5.4, 5.4, 6.2):
        s.fade(
            s.many(
                [
                    (x - 0.25, 4.9, 12.9),
                    (x + 0.25, 4.9, 12.9),
                    (x + 0.25, 0.3, 12.9),
                    (x - 0.25, 0.3, 12.9),
                ]
            ),
            GOLD,
            SAND,
            (0.75, 0.2),
        )
    s.disc(0, 0, 9.0, 3.9, dark(SAND, 0.25))
    s.disc(0, 0, 9.0, 3.7, mix(SAND, RED, 0.55))
    s.disc(0, 0, 9.0, 2.9, mix(SAND, RED, 0.68))
    round_table(s, 0, 9.0, 1.4, 0.74, OAK)
    spots = [
        (-1.32, 10.2, "front", "sit-talk"),
        (-0.46, 10.6, "front", "sit"),
        (0.46, 10.6, "front", "sit-chin"),
        (1.32, 10.2, "front", "sit"),
    ]
    tones = [NAVY, rgb("#c9a15a"), MOSS, rgb("#8d6a7a")]
    for (x, z, face, pose), tone in zip(spots, tones, strict=True):
        seated(
            s,
            x,
            z,
            look(r, top=tone, suit=tone == NAVY, skirt=False, old=x == 0.46),
            face,
            pose,
            WINE,
        )
    seated(s, -1.95, 9.0, look(r, top=RED, style="bob", skirt=False), "right", "sit-talk", WINE)
    seated(s, 1.95, 9.0, look(r, top=STONE, style="short"), "left", "sit-read", WINE)
    for i in range(6):
        a = math.pi * (0.02 + 0.192 * i)
        x, z = 1.08 * math.cos(a), 9.0 + 0.85 * math.sin(a)
        microphone(s, x, 0.75, z, 1.15)
        cup(s, x * 0.86 + 0.18, 0.75, z - 0.2, WHITE, 1.1)
    flowers(s, 0, 0.75, 8.85, 0.7, 0.6)
    for x in (-0.75, 0.75):
        papers(s, x, 0.75, 8.55, lift=0.6)
    plant(s, -4.3, 11.6, 2.0)
    plant(s, 4.3, 11.6, 2.0)
    heads(s, 5.6, [-2.6, -1.75, 1.75])


def lecture(s: Stage) -> None:
    """Show a lecture hall from its last rows; the speaker stands beside the screen."""
    s.camera(eye=3.3, horizon=740, focal=2800)
    r = s.rng
    room(s, 8, 18, 6, CREAM, rgb("#bf9a70"))
    strip_lights(s, 8, 18, 6, 5)
    for x in (-7.0, 7.0):
        for k in range(5):
            s.upright(x - 0.8 + 0.36 * k, 0.3, x - 0.6 + 0.36 * k, 5.4, 17.98, light(WALNUT, 0.3))
    side_windows(s, -8, 8, 17, 1.4, 4.4, 4)
    s.upright(-4.3, 1.5, 3.1, 5.2, 17.97, STONE)
    s.upright(-4.15, 1.65, 2.95, 5.05, 17.96, WHITE)
    chart(s, -3.6, 2.1, 0.3, 4.0, 17.95)
    bars(s, 0.8, 2.2, 2.6, 3.9, 17.95, 6, SLATE)
    bars(s, -3.6, 4.4, 1.4, 4.85, 17.95, 1, RED)
    s.box(0, 16.4, 12, 3, 0.3, WALNUT)
    lectern(s, 4.1, 16.0)
    person(s, 4.1, 16.5, suited(s, NAVY), "front", "point", 0.3, shadow=False)
    plant(s, 5.6, 16.4, 1.6)
    plant(s, -5.6, 16.4, 1.6)
    for row, z in enumerate((13.6, 12.1, 10.6, 9.1, 7.6, 6.2)):
        for side in (-1, 1):
            for k in range(5):
                x = side * (0.85 + 0.82 * k)
                worn = look(r, old=r.random() < 0.15)
                if r.random() < 0.84:
                    seated(s, x, z, worn, "back", "sit-hold", RED if row % 2 else SCARLET)
    s.flat(-0.42, 0.42, 3, 14.6, dark(SAND, 0.06))


def _box(s: Stage) -> None:
    s.block(-0.1, 9.6, 0.6, 0.45, 0.46, light(OAK, 0.3), y=0.77)
    s.upright(-0.36, 0.81, 0.16, 1.17, 9.375, light(OAK, 0.55))
    s.upright(-0.28, 0.96, 0.08, 1.01, 9.37, WINE)
    s.flat(-0.28, 0.08, 9.56, 9.64, INK, y=1.235)
    s.face([(-0.36, 1.23, 9.6), (-0.16, 1.23, 9.6), (-0.2, 1.42, 9.6), (-0.4, 1.42, 9.6)], WHITE)
    s.upright(-0.33, 1.3, -0.22, 1.34, 9.59, SCARLET)


def fund_ceremony(s: Stage) -> None:
    """Residents watch as an envelope goes into a plain wooden box."""
    s.camera(eye=2.6, horizon=800, focal=3050)
    r = s.rng
    room(s, 6.6, 12.4, 4.6, CREAM, rgb("#cba77b"), 0.9)
    strip_lights(s, 6.6, 12.4, 4.6, 3)
    side_windows(s, -6.6, 6, 12, 0.8, 3.6, 3)
    window(s, 4.0, 1.0, 6.0, 3.3, 12.4, 2, 2)
    backdrop(s, 3.3, 1.0, 3.9, 12.35, WINE)
    s.disc(0, 0, 9.6, 2.6, mix(SAND, RED, 0.6))
    cloth_table(s, 0.1, 9.6, 1.7, 0.8, SCARLET)
    s.put(9.1, lambda: _box(s))
    flowers(s, 0.6, 0.77, 9.6, 0.5)
    person(s, 1.45, 9.5, look(r, old=True, top=SLATE, style="bun"), "left", "hold")
    s.put(9.4, lambda: s.upright(1.12, 0.98, 1.3, 1.1, 9.5, CREAM))
    person(s, -0.86, 9.58, look(r, top=NAVY, style="short", height=1.72), "right", "point")
    person(s, -1.6, 10.7, look(r, vest=True, style="bob", skirt=False), "front", "clap")
    person(s, 0.9, 10.8, look(r, vest=True, style="short"), "front", "clap")
    lectern(s, -3.2, 10.4)
    person(s, -3.2, 10.9, look(r, top=RED, style="long", skirt=False), "front", "table")
    for x in (-0.95, 1.15):
        plant(s, x, 8.85, 0.6, SLATE)
    plant(s, 3.6, 11.4, 1.9)
    plant(s, -4.4, 11.2, 1.9)
    for z, xs in ((7.6, [-3.4, -2.6, -1.8, 1.85, 2.65, 3.45]), (6.0, [-2.5, -1.65, 1.7, 2.55])):
        heads(s, z, xs, old=z > 7)


MEETINGS: dict[str, Callable[[Stage], None]] = {
    "signing": signing,
    "round-table": round_table_talk,
    "lecture": lecture,
    "fund-ceremony": fund_ceremony,
}
