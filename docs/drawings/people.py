"""Small faceless figures, posed by joints.

A figure is a handful of joints in units of its own height, so one table of postures serves
every size, depth and direction. Faces are left out on purpose: nobody is portrayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from kit import (
    CREAM,
    GOLD,
    INK,
    LEAF,
    MOSS,
    NAVY,
    SAND,
    SCARLET,
    SLATE,
    STONE,
    WALNUT,
    WHITE,
    Colour,
    Point,
    Stage,
    dark,
    light,
    rgb,
)

Joint = tuple[Point, Point]

SKINS = [rgb("#e8bf9a"), rgb("#dcab82"), rgb("#f0cdac"), rgb("#cf9a70")]
HAIRS = [rgb("#2a211c"), rgb("#3a2c24"), rgb("#1f1b1a"), rgb("#54392a")]
GREYS = [rgb("#b9b4ac"), rgb("#d6d1c8"), rgb("#918c85")]
TOPS = [
    NAVY,
    SLATE,
    LEAF,
    rgb("#c9a15a"),
    rgb("#9c5a45"),
    CREAM,
    rgb("#7f8f9a"),
    MOSS,
    rgb("#d8c3a0"),
    rgb("#8d6a7a"),
    rgb("#5f7f86"),
    WHITE,
    rgb("#b98a5a"),
]
PANTS = [NAVY, INK, STONE, rgb("#6b5a48"), rgb("#4d5b66"), rgb("#8a7a66")]


@dataclass(frozen=True)
class Look:
    """What a figure wears and how tall it is in metres."""

    top: Colour
    legs: Colour
    skin: Colour
    hair: Colour
    style: str
    height: float
    vest: bool = False
    skirt: bool = False
    suit: bool = False
    helmet: Colour | None = None


def look(rng: Random, **chosen: Any) -> Look:
    """Dress a figure at random, keeping whatever the scene asked for."""
    old = chosen.pop("old", False)
    style = rng.choice(["short", "short", "bob", "bun", "long", "crop"])
    worn = Look(
        rng.choice(TOPS),
        rng.choice(PANTS),
        rng.choice(SKINS),
        rng.choice(HAIRS),
        style,
        rng.uniform(1.58, 1.78),
        skirt=style in ("long", "bun") and rng.random() < 0.4,
    )
    if old:
        worn = replace(
            worn,
            hair=rng.choice(GREYS),
            height=rng.uniform(1.52, 1.64),
            style=rng.choice(["short", "bob", "bun", "crop"]),
            skirt=False,
        )
    return replace(worn, **chosen)


def worker(rng: Random, colour: Colour = SLATE, **chosen: Any) -> Look:
    """Dress a figure for a workshop: overalls and a hard hat."""
    return look(
        rng,
        **{
            "top": colour,
            "legs": dark(colour, 0.3),
            "skirt": False,
            "style": "short",
            "helmet": GOLD,
            **chosen,
        },
    )


@dataclass(frozen=True)
class Pose:
    """Joints of a figure seen from its right side, walking towards +x."""

    hip: Point = (0, 0.5)
    neck: Point = (0.01, 0.8)
    near: Joint = ((-0.02, 0.64), (0.03, 0.49))
    far: Joint = ((0.03, 0.64), (0.08, 0.5))
    near_leg: Joint = ((0.01, 0.27), (-0.02, 0.03))
    far_leg: Joint = ((0.03, 0.27), (0.03, 0.03))


SIT = Pose(
    hip=(0, 0.3),
    neck=(0.01, 0.59),
    near=((0.0, 0.43), (0.15, 0.42)),
    far=((0.05, 0.44), (0.2, 0.43)),
    near_leg=((0.22, 0.29), (0.22, 0.03)),
    far_leg=((0.24, 0.28), (0.27, 0.03)),
)
SIDES = {
    "stand": Pose(),
    "walk": Pose(
        neck=(0.02, 0.8),
        near=((-0.07, 0.66), (-0.05, 0.51)),
        far=((0.08, 0.66), (0.15, 0.55)),
        near_leg=((0.07, 0.28), (0.12, 0.03)),
        far_leg=((0.0, 0.27), (-0.14, 0.07)),
    ),
    "stroll": Pose(
        near=((0.04, 0.65), (0.1, 0.53)),
        far=((-0.05, 0.65), (-0.02, 0.5)),
        near_leg=((0.0, 0.27), (-0.1, 0.05)),
        far_leg=((0.05, 0.28), (0.08, 0.03)),
    ),
    "talk": Pose(near=((0.0, 0.65), (0.16, 0.68)), far=((0.06, 0.64), (0.13, 0.58))),
    "point": Pose(near=((0.1, 0.72), (0.26, 0.8)), far=((0.04, 0.64), (0.08, 0.5))),
    "reach": Pose(
        neck=(0.03, 0.8), near=((0.14, 0.86), (0.22, 1.0)), far=((0.12, 0.74), (0.2, 0.84))
    ),
    "hold": Pose(near=((-0.02, 0.64), (0.13, 0.62)), far=((0.04, 0.63), (0.15, 0.63))),
    "push": Pose(
        hip=(-0.02, 0.5),
        neck=(0.06, 0.79),
        near=((0.08, 0.63), (0.26, 0.58)),
        far=((0.12, 0.63), (0.28, 0.59)),
        near_leg=((0.05, 0.28), (0.08, 0.03)),
        far_leg=((-0.06, 0.28), (-0.17, 0.05)),
    ),
    "work": Pose(
        hip=(-0.04, 0.5),
        neck=(0.1, 0.76),
        near=((0.12, 0.6), (0.27, 0.55)),
        far=((0.16, 0.61), (0.31, 0.58)),
        near_leg=((0.0, 0.27), (-0.06, 0.03)),
        far_leg=((0.06, 0.27), (0.05, 0.03)),
    ),
    "bend": Pose(
        hip=(-0.1, 0.5),
        neck=(0.14, 0.66),
        near=((0.17, 0.5), (0.25, 0.34)),
        far=((0.2, 0.5), (0.3, 0.36)),
        near_leg=((-0.02, 0.28), (-0.08, 0.03)),
        far_leg=((0.06, 0.27), (0.06, 0.03)),
    ),
    "kneel": Pose(
        hip=(-0.02, 0.27),
        neck=(0.06, 0.55),
        near=((0.12, 0.42), (0.25, 0.38)),
        far=((0.14, 0.43), (0.28, 0.42)),
        near_leg=((0.07, 0.03), (-0.14, 0.03)),
        far_leg=((0.19, 0.26), (0.17, 0.03)),
    ),
    "sit": SIT,
    "sit-talk": replace(SIT, near=((0.03, 0.45), (0.17, 0.52))),
    "sit-read": replace(
        SIT, neck=(0.03, 0.59), near=((0.04, 0.42), (0.18, 0.46)), far=((0.08, 0.42), (0.21, 0.47))
    ),
    "sit-back": replace(SIT, neck=(-0.05, 0.58), near=((-0.03, 0.42), (0.1, 0.36))),
    "sit-clap": replace(SIT, near=((0.02, 0.45), (0.14, 0.52)), far=((0.06, 0.45), (0.15, 0.53))),
    "stoop": Pose(
        hip=(-0.02, 0.5),
        neck=(0.07, 0.78),
        near=((0.07, 0.62), (0.17, 0.52)),
        far=((0.05, 0.62), (0.07, 0.48)),
        near_leg=((0.02, 0.27), (-0.04, 0.03)),
        far_leg=((0.03, 0.27), (0.08, 0.03)),
    ),
}
# Arms of a figure seen from the front or the back: left pair, right pair.
ARMS: dict[str, tuple[Joint, Joint]] = {
    "stand": (((-0.145, 0.64), (-0.14, 0.48)), ((0.145, 0.64), (0.14, 0.48))),
    "walk": (((-0.15, 0.65), (-0.15, 0.5)), ((0.14, 0.64), (0.11, 0.52))),
    "talk": (((-0.145, 0.64), (-0.13, 0.48)), ((0.16, 0.66), (0.22, 0.74))),
    "point": (((-0.19, 0.74), (-0.3, 0.82)), ((0.145, 0.64), (0.14, 0.48))),
    "reach": (((-0.14, 0.64), (-0.13, 0.5)), ((0.17, 0.9), (0.13, 1.05))),
    "hold": (((-0.15, 0.65), (-0.05, 0.6)), ((0.15, 0.65), (0.05, 0.6))),
    "table": (((-0.17, 0.63), (-0.08, 0.56)), ((0.17, 0.63), (0.08, 0.56))),
    "clap": (((-0.15, 0.66), (-0.015, 0.7)), ((0.15, 0.66), (0.015, 0.7))),
    "chin": (((-0.16, 0.62), (-0.07, 0.57)), ((0.12, 0.62), (0.04, 0.81))),
}


class Figure:
    """One person standing on a spot of the stage."""

    def __init__(
        self, s: Stage, x: float, z: float, worn: Look, flip: bool = False, y: float = 0
    ) -> None:
        self.s, self.look = s, worn
        self.x, self.y = s.at(x, y, z)
        self.u = s.unit(z) * worn.height
        self.side = -1 if flip else 1

    def p(self, x: float, y: float) -> Point:
        """Turn body units into a place on the picture."""
        return self.x + self.side * x * self.u, self.y - y * self.u

    def ps(self, points: Sequence[Point]) -> list[Point]:
        """Turn several body places into picture places."""
        return [self.p(*q) for q in points]

    def dot(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        """Draw an ellipse in body units."""
        self.s.oval(*self.p(x, y), rx * self.u, ry * self.u, fill)

    def limb(self, points: Sequence[Point], widths: Sequence[float], fill: Colour) -> None:
        """Draw an arm or a leg in body units."""
        self.s.limb(self.ps(points), [w * self.u for w in widths], fill)

    def blob(self, points: Sequence[Point], fill: Colour, alpha: float = 1) -> None:
        """Draw a soft shape in body units."""
        self.s.blob(self.ps(points), fill, alpha)

    def arm(self, shoulder: Point, joint: Joint, fill: Colour) -> None:
        """Draw hand first, so the cuff covers the wrist."""
        elbow, hand = joint
        cuff = (elbow[0] + (hand[0] - elbow[0]) * 0.82, elbow[1] + (hand[1] - elbow[1]) * 0.82)
        self.limb([cuff, hand], [0.036, 0.04], self.look.skin)
        self.limb([shoulder, elbow, cuff], [0.068, 0.056, 0.046], fill)

    def shoe(self, x: float, y: float, ahead: float) -> None:
        """Draw a shoe pointing the way the figure walks."""
        self.limb([(x, y - 0.012), (x + ahead, y - 0.018)], [0.036, 0.026], dark(INK, 0.1))

    # -- side view ---------------------------------------------------------------------

    def draw_side(self, pose: Pose) -> None:
        """Draw the figure in profile, far limbs first and darker."""
        worn, (hx, hy), (nx, ny) = self.look, pose.hip, pose.neck
        shoulder = (nx - 0.005, ny - 0.03)
        self.arm((nx + 0.03, ny - 0.03), pose.far, dark(worn.top, 0.28))
        skirt = worn.skirt and hy > 0.4
        bare = worn.skin if skirt else worn.legs
        for (knee, foot), tone in ((pose.far_leg, 0.28), (pose.near_leg, 0.0)):
            self.shoe(foot[0], foot[1], 0.055)
            self.limb([(hx, hy - 0.02), knee, foot], [0.105, 0.075, 0.045], dark(bare, tone))
        if skirt:
            self.blob(
                [
                    (hx - 0.07, hy + 0.03),
                    (hx + 0.07, hy + 0.03),
                    (hx + 0.11, 0.27),
                    (hx - 0.1, 0.27),
                ],
                worn.legs,
            )
        middle = ((hx + nx) / 2 + 0.012, (hy + ny) / 2)
        body = SCARLET if worn.vest else worn.top
        self.limb([(nx, ny - 0.01), (nx + 0.012, ny + 0.06)], [0.05, 0.045], dark(worn.skin, 0.12))
        self.limb([(hx, hy), middle, (nx, ny - 0.055)], [0.135, 0.15, 0.125], body)
        if worn.vest:
            self.limb([(hx - 0.03, hy + 0.07), (hx + 0.05, hy + 0.07)], [0.014, 0.014], SAND)
        self.head_side(nx + 0.018, ny + 0.1)
        sleeve = worn.top if not worn.vest else dark(worn.top, 0.06)
        self.arm(shoulder, pose.near, dark(sleeve, 0.1))

    def head_side(self, x: float, y: float) -> None:
        """Draw a head in profile around its centre."""
        worn = self.look
        if worn.style == "long":
            self.limb(
                [(x - 0.03, y), (x - 0.045, y - 0.09), (x - 0.05, y - 0.17)],
                [0.07, 0.065, 0.03],
                worn.hair,
            )
        if worn.style == "bun":
            self.dot(x - 0.068, y + 0.025, 0.028, 0.027, worn.hair)
        self.dot(x + 0.004, y - 0.004, 0.05, 0.064, worn.skin)
        self.dot(x + 0.05, y - 0.012, 0.009, 0.01, worn.skin)
        drop = -0.075 if worn.style == "bob" else -0.03
        self.blob(
            [
                (x + 0.045, y + 0.04),
                (x + 0.02, y + 0.072),
                (x - 0.03, y + 0.066),
                (x - 0.062, y + 0.02),
                (x - 0.056, y + drop),
                (x - 0.026, y + drop),
                (x - 0.016, y + 0.012),
                (x + 0.018, y + 0.034),
            ],
            worn.hair,
        )
        if worn.helmet:
            self.hat(x, y)

    def hat(self, x: float, y: float) -> None:
        """Put a hard hat on the head."""
        colour = self.look.helmet or GOLD
        self.s.blob(
            self.ps(
                [
                    (x - 0.066, y + 0.02),
                    (x - 0.055, y + 0.062),
                    (x, y + 0.088),
                    (x + 0.055, y + 0.062),
                    (x + 0.066, y + 0.02),
                ]
            ),
            colour,
        )
        self.limb(
            [(x - 0.064, y + 0.024), (x + 0.082, y + 0.024)], [0.016, 0.014], dark(colour, 0.18)
        )

    # -- front and back view -----------------------------------------------------------

    def draw_front(self, arms: str, sit: bool, back: bool) -> None:
        """Draw the figure facing the viewer or turned away."""
        drop = -0.2 if sit else 0.0
        worn = self.look
        pairs = [tuple((x, y + drop) for x, y in joint) for joint in ARMS[arms]]
        sleeves = dark(worn.top, 0.12)
        if back:
            for joint, sx in zip(pairs, (-0.1, 0.1), strict=True):
                self.arm((sx, 0.775 + drop), (joint[0], joint[1]), sleeves)
        self.legs_front(sit, back, stride=arms == "walk")
        if not back:
            self.mop(0.905 + drop)
        self.limb([(0, 0.79 + drop), (0, 0.86 + drop)], [0.055, 0.05], dark(worn.skin, 0.14))
        self.torso(drop, back)
        if sit and not back:
            self.lap()
        self.head_front(0.905 + drop, back)
        if not back:
            for joint, sx in zip(pairs, (-0.1, 0.1), strict=True):
                self.arm((sx, 0.775 + drop), (joint[0], joint[1]), sleeves)

    def legs_front(self, sit: bool, back: bool, stride: bool) -> None:
        """Draw legs; a walking figure has one foot farther away, thus higher."""
        worn = self.look
        if sit:
            if back:
                return
            for sx in (-0.065, 0.065):
                self.shoe(sx - 0.01, 0.03, 0.02)
                self.limb([(sx, 0.26), (sx, 0.04)], [0.085, 0.05], dark(worn.legs, 0.15))
                self.limb([(sx * 0.8, 0.32), (sx * 1.1, 0.275)], [0.11, 0.095], worn.legs)
            return
        colour = worn.skin if worn.skirt else worn.legs
        for sx, lift in ((-0.045, 0.0), (0.045, 0.045 if stride else 0.0)):
            self.shoe(sx - 0.012, 0.03 + lift, 0.024)
            self.limb(
                [(sx, 0.48), (sx * 1.05, 0.27), (sx * 1.05, 0.04 + lift)],
                [0.1, 0.075, 0.05],
                dark(colour, 0.18 if sx > 0 else 0),
            )
        if worn.skirt:
            self.blob(
                [(-0.085, 0.52), (0.085, 0.52), (0.12, 0.28), (0, 0.265), (-0.12, 0.28)], worn.legs
            )

    def lap(self) -> None:
        """Draw the thighs coming towards the viewer, so sitting does not look like standing."""
        tone = self.look.legs
        for sx in (-0.062, 0.062):
            self.limb([(sx * 0.85, 0.3), (sx * 1.1, 0.25)], [0.11, 0.105], dark(tone, 0.1))
            self.dot(sx * 1.12, 0.245, 0.05, 0.046, light(tone, 0.1))

    def torso(self, drop: float, back: bool) -> None:
        """Draw jacket or shirt with a shaded right side and a hint of a collar."""
        worn = self.look
        body = SCARLET if worn.vest else worn.top
        shape = [
            (-0.115, 0.785),
            (-0.05, 0.815),
            (0.05, 0.815),
            (0.115, 0.785),
            (0.108, 0.65),
            (0.092, 0.54),
            (0.1, 0.455),
            (-0.1, 0.455),
            (-0.092, 0.54),
            (-0.108, 0.65),
        ]
        self.blob([(x, y + drop) for x, y in shape], body)
        edge = [
            (0.05, 0.812),
            (0.112, 0.782),
            (0.106, 0.65),
            (0.09, 0.54),
            (0.097, 0.46),
            (0.03, 0.458),
            (0.05, 0.6),
        ]
        self.blob([(x, y + drop) for x, y in edge], dark(body, 0.5), 0.28)
        if worn.vest:
            for y in (0.62, 0.52):
                self.s.poly(
                    self.ps(
                        [
                            (-0.1, y + drop),
                            (0.1, y + drop),
                            (0.099, y - 0.018 + drop),
                            (-0.099, y - 0.018 + drop),
                        ]
                    ),
                    SAND,
                )
        if not back:
            under = WHITE if worn.suit or worn.vest else light(body, 0.4)
            deep = 0.66 if worn.suit else 0.755
            self.s.poly(
                self.ps([(-0.038, 0.825 + drop), (0.038, 0.825 + drop), (0, deep + drop)]), under
            )
            self.dot(0, 0.822 + drop, 0.03, 0.024, self.look.skin)

    def mop(self, y: float) -> None:
        """Draw loose hair; from the front it hangs behind neck and shoulders."""
        if self.look.style not in ("long", "bob"):
            return
        low = y - (0.15 if self.look.style == "long" else 0.07)
        self.blob(
            [
                (-0.058, y + 0.02),
                (0, y + 0.05),
                (0.058, y + 0.02),
                (0.062, low),
                (0, low - 0.012),
                (-0.062, low),
            ],
            self.look.hair,
        )

    def head_front(self, y: float, back: bool) -> None:
        """Draw a head from the front, or only hair from behind."""
        worn, hair = self.look, self.look.hair
        if back:
            self.mop(y)
        if worn.style == "bun":
            self.dot(0, y + 0.08, 0.03, 0.028, hair)
        if back:
            self.dot(0, y - 0.02, 0.05, 0.052, worn.skin if worn.style == "crop" else hair)
            self.dot(0, y + 0.008, 0.058, 0.064, hair)
        else:
            self.dot(0, y + 0.012, 0.06, 0.062, hair)
            self.dot(0, y - 0.008, 0.05, 0.06, worn.skin)
            self.blob(
                [
                    (-0.056, y + 0.002),
                    (-0.05, y + 0.05),
                    (0, y + 0.076),
                    (0.05, y + 0.05),
                    (0.056, y + 0.002),
                    (0.035, y + 0.034),
                    (-0.012, y + 0.042),
                ],
                hair,
            )
        if worn.helmet:
            self.hat(0, y)


def person(
    s: Stage,
    x: float,
    z: float,
    worn: Look,
    face: str = "front",
    pose: str = "stand",
    y: float = 0,
    shadow: bool = True,
) -> None:
    """Place one person; ``face`` is front, back, left or right."""
    if shadow:
        s.cast(x, z, 0.34, 0.22, (0.75 if pose.startswith("sit") else 0.97) * worn.height * 0.8)
    s.put(z, lambda: figure(s, x, z, worn, face, pose, y))


def figure(s: Stage, x: float, z: float, worn: Look, face: str, pose: str, y: float = 0) -> None:
    """Draw a person at once, for objects that order their own parts."""
    body = Figure(s, x, z, worn, face == "left", y)
    if face in ("left", "right"):
        body.draw_side(SIDES[pose])
        return
    sit = pose.startswith("sit")
    arms = {
        "sit": "table",
        "sit-talk": "talk",
        "sit-clap": "clap",
        "sit-hold": "hold",
        "sit-chin": "chin",
        "sit-raise": "reach",
        "stroll": "walk",
    }.get(pose, pose)
    body.draw_front(arms, sit, face == "back")


def chair(s: Stage, x: float, z: float, face: str, fill: Colour, back: bool = True) -> None:
    """Draw a chair; call it around a seated figure in two halves with ``back``."""
    leg, seat = dark(fill, 0.45), 0.45
    if back:
        dx = {"left": 0.2, "right": -0.2}.get(face, 0)
        dz = {"front": 0.2, "back": -0.2}.get(face, 0)
        w, d = (0.05, 0.42) if dx else (0.44, 0.05)
        s.block(x + dx, z + dz, w, d, 0.38, dark(fill, 0.08), y=0.5)
        s.block(x + dx, z + dz, 0.08, 0.04, 0.12, leg, y=0.4)
        return
    for lx in (-0.18, 0.18):
        for lz in (0.18, -0.18):
            s.block(x + lx, z + lz, 0.04, 0.04, seat, leg)
    s.block(x, z, 0.44, 0.44, 0.05, fill, y=seat - 0.05)


def seated(
    s: Stage,
    x: float,
    z: float,
    worn: Look,
    face: str = "front",
    pose: str = "sit",
    fill: Colour = WALNUT,
) -> None:
    """Place a person on a chair, parts ordered by the way they face."""

    def draw() -> None:
        if face != "back":
            chair(s, x, z, face, fill)
        chair(s, x, z, face, fill, back=False)
        figure(s, x, z, worn, face, pose)
        if face == "back":
            chair(s, x, z, face, fill)

    s.cast(x, z, 0.42, 0.42, 1.0)
    s.put(z, draw)


def empty_chair(s: Stage, x: float, z: float, face: str = "front", fill: Colour = WALNUT) -> None:
    """Place a free chair."""

    def draw() -> None:
        if face == "front":
            chair(s, x, z, face, fill)
        chair(s, x, z, face, fill, back=False)
        if face != "front":
            chair(s, x, z, face, fill)

    s.cast(x, z, 0.42, 0.42, 0.7)
    s.put(z, draw)
