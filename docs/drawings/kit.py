"""Canvas, camera and shading shared by every example picture.

All pictures are built in metres on a stage seen through one simple camera, because real
proportions keep furniture, people and buildings in the same perspective without measuring
each picture by hand.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Point3 = tuple[float, float, float]
Colour = tuple[int, int, int]

WIDTH, HEIGHT = 3000, 2000


def rgb(code: str) -> Colour:
    """Turn a design token such as ``#7a1215`` into numbers."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


WINE, RED, SCARLET = rgb("#5c0d10"), rgb("#7a1215"), rgb("#971a1d")
BRONZE, GOLD, SAND, CREAM = rgb("#6b4700"), rgb("#d9ae5b"), rgb("#f0d9a8"), rgb("#fcf6e9")
INK, STONE = rgb("#211c18"), rgb("#4a433c")
PAPER, WHITE, LINE = rgb("#faf7f2"), rgb("#fffdfa"), rgb("#e4dcd1")
LEAF, MOSS, SAGE = rgb("#6f8a5c"), rgb("#47653f"), rgb("#a9b998")
SKY, GLASS, SLATE, NAVY = rgb("#cfdfe4"), rgb("#a9c1c9"), rgb("#6d8289"), rgb("#36495a")
STEEL, ASH = rgb("#b4b3ae"), rgb("#8b8983")
OAK, WALNUT, CLAY = rgb("#c99a63"), rgb("#8a5f3a"), rgb("#b9714e")


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """Blend two colours, ``t`` of the way from the first to the second."""
    r, g, bl = (round(p + (q - p) * t) for p, q in zip(a, b, strict=True))
    return r, g, bl


def light(c: Colour, t: float = 0.25) -> Colour:
    """Lift a colour towards warm paper rather than white, so the set stays warm."""
    return mix(c, CREAM, t)


def dark(c: Colour, t: float = 0.2) -> Colour:
    """Deepen a colour towards a warm shade, since black shadows would look dirty."""
    return mix(c, rgb("#2b1a17"), t)


def hull(points: Sequence[Point]) -> list[Point]:
    """Return the convex outline, used to join a footprint with its cast shadow."""

    def half(order: Sequence[Point]) -> list[Point]:
        out: list[Point] = []
        for p in order:
            while len(out) > 1 and _turn(out[-2], out[-1], p) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    ordered = sorted(set(points))
    return half(ordered) + half(ordered[::-1])


def _turn(o: Point, a: Point, b: Point) -> float:
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])


def smooth(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """Round a closed outline with a Catmull-Rom curve, giving shapes a drawn softness."""
    out: list[Point] = []
    n = len(points)
    for i in range(n):
        p0, p1, p2, p3 = (points[(i + j - 1) % n] for j in range(4))
        for s in range(steps):
            t = s / steps
            out.append(
                (_spline(p0[0], p1[0], p2[0], p3[0], t), _spline(p0[1], p1[1], p2[1], p3[1], t))
            )
    return out


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b
        + (c - a) * t
        + (2 * a - 5 * b + 4 * c - d) * t * t
        + (3 * b - a - 3 * c + d) * t * t * t
    )


class Canvas:
    """Flat shapes in picture pixels, drawn larger and reduced later for smooth edges."""

    def __init__(self, scale: float) -> None:
        self.k = scale
        size = round(WIDTH * scale), round(HEIGHT * scale)
        self.image = Image.new("RGB", size, PAPER)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.k, y * self.k) for x, y in points]

    def poly(self, points: Sequence[Point], fill: Colour, alpha: float = 1) -> None:
        """Fill an outline with one colour."""
        self.pen.polygon(self._scaled(points), fill=(*fill, round(255 * alpha)))

    def blob(self, points: Sequence[Point], fill: Colour, alpha: float = 1) -> None:
        """Fill a softened outline."""
        self.poly(smooth(points), fill, alpha)

    def rect(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        fill: Colour,
        alpha: float = 1,
        radius: float = 0,
    ) -> None:
        """Fill an upright rectangle, with rounded corners when asked."""
        box = [
            min(x0, x1) * self.k,
            min(y0, y1) * self.k,
            max(x0, x1) * self.k,
            max(y0, y1) * self.k,
        ]
        self.pen.rounded_rectangle(box, radius * self.k, fill=(*fill, round(255 * alpha)))

    def oval(
        self, x: float, y: float, rx: float, ry: float, fill: Colour, alpha: float = 1
    ) -> None:
        """Fill an upright ellipse given by centre and half axes."""
        k = self.k
        box = [(x - rx) * k, (y - ry) * k, (x + rx) * k, (y + ry) * k]
        self.pen.ellipse(box, fill=(*fill, round(255 * alpha)))

    def stroke(self, points: Sequence[Point], width: float, fill: Colour, alpha: float = 1) -> None:
        """Draw an open line; translucent ones skip the round ends that would double up."""
        ink = (*fill, round(255 * alpha))
        w = max(1, round(width * self.k))
        self.pen.line(self._scaled(points), fill=ink, width=w, joint="curve")
        if alpha == 1 and w > 3:
            for x, y in (points[0], points[-1]):
                self.oval(x, y, width / 2, width / 2, fill)

    def limb(self, points: Sequence[Point], widths: Sequence[float], fill: Colour) -> None:
        """Draw a tapering line with round joints: arms, legs, trunks and stalks."""
        for (x, y), w in zip(points, widths, strict=True):
            self.oval(x, y, w / 2, w / 2, fill)
        for i in range(len(points) - 1):
            (x0, y0), (x1, y1) = points[i], points[i + 1]
            d = math.hypot(x1 - x0, y1 - y0) or 1
            nx, ny = (y0 - y1) / d, (x1 - x0) / d
            a, b = widths[i] / 2, widths[i + 1] / 2
            self.poly(
                [
                    (x0 + nx * a, y0 + ny * a),
                    (x1 + nx * b, y1 + ny * b),
                    (x1 - nx * b, y1 - ny * b),
                    (x0 - nx * a, y0 - ny * a),
                ],
                fill,
            )

    def fade(
        self,
        points: Sequence[Point],
        first: Colour,
        last: Colour,
        alpha: tuple[float, float] = (1, 1),
        across: bool = False,
    ) -> None:
        """Fill an outline with a gradient running down, or from left to right."""
        pts = self._scaled(points)
        x0 = max(0, math.floor(min(p[0] for p in pts)))
        y0 = max(0, math.floor(min(p[1] for p in pts)))
        x1 = min(self.image.width, math.ceil(max(p[0] for p in pts)) + 1)
        y1 = min(self.image.height, math.ceil(max(p[1] for p in pts)) + 1)
        if x1 <= x0 or y1 <= y0:
            return
        size = x1 - x0, y1 - y0
        ramp = Image.linear_gradient("L")
        ramp = (ramp.rotate(90) if across else ramp).resize(size, Image.Resampling.BILINEAR)
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon([(x - x0, y - y0) for x, y in pts], fill=255)
        if alpha != (1, 1):
            a, b = alpha
            table = [round(255 * (a + (b - a) * i / 255)) for i in range(256)]
            mask = ImageChops.multiply(mask, ramp.point(table))
        tint = Image.composite(Image.new("RGB", size, last), Image.new("RGB", size, first), ramp)
        self.image.paste(tint, (x0, y0), mask)

    def soft(
        self, shapes: Sequence[Sequence[Point]], fill: Colour, alpha: float, blur: float
    ) -> None:
        """Lay blurred shapes in one wash, so overlapping shadows do not darken twice."""
        step = 4
        size = self.image.width // step, self.image.height // step
        mask = Image.new("L", size)
        pen = ImageDraw.Draw(mask)
        for shape in shapes:
            pen.polygon([(x / step, y / step) for x, y in self._scaled(shape)], fill=255)
        mask = mask.filter(ImageFilter.GaussianBlur(blur * self.k / step))
        mask = mask.point([round(v * alpha) for v in range(256)])
        mask = mask.resize(self.image.size, Image.Resampling.BILINEAR)
        self.image.paste(fill, (0, 0, *self.image.size), mask)

    def glow(self, x: float, y: float, r: float, fill: Colour, alpha: float) -> None:
        """Add a round soft light around a lamp or a low sun."""
        side = max(2, round(2 * r * self.k))
        ramp = Image.radial_gradient("L").resize((side, side), Image.Resampling.BILINEAR)
        # The ramp reaches 181 on the rim of the inscribed circle: beyond it nothing shows.
        ramp = ramp.point([round(alpha * 255 * max(0, 1 - v / 181) ** 2) for v in range(256)])
        corner = round((x - r) * self.k), round((y - r) * self.k)
        self.image.paste(fill, (*corner, corner[0] + side, corner[1] + side), ramp)


class Stage(Canvas):
    """A canvas with a camera: x to the right, y up, z away from the viewer, in metres."""

    # Light falls from the upper left and slightly behind: shadows go right and forward.
    DRIFT = (0.55, -0.28)

    def __init__(self, seed: int, scale: float = 2) -> None:
        super().__init__(scale)
        self.rng = Random(seed)
        self.camera()
        self._items: list[tuple[float, Callable[[], None]]] = []
        self._shadows: list[list[Point]] = []

    def camera(
        self, eye: float = 2.6, horizon: float = 760, focal: float = 2500, centre: float = WIDTH / 2
    ) -> None:
        """Set the height of the eye, its line on the picture and the angle of view."""
        self.eye, self.horizon, self.focal, self.centre = eye, horizon, focal, centre

    def unit(self, z: float) -> float:
        """Return how many picture pixels one metre takes at this depth."""
        return self.focal / max(z, 0.4)

    def at(self, x: float, y: float, z: float) -> Point:
        """Project a place of the stage onto the picture."""
        u = self.unit(z)
        return self.centre + x * u, self.horizon - (y - self.eye) * u

    def many(self, points: Sequence[Point3]) -> list[Point]:
        """Project several places."""
        return [self.at(*p) for p in points]

    def face(self, points: Sequence[Point3], fill: Colour, alpha: float = 1) -> None:
        """Fill a flat surface standing anywhere on the stage."""
        self.poly(self.many(points), fill, alpha)

    def upright(
        self, x0: float, y0: float, x1: float, y1: float, z: float, fill: Colour, alpha: float = 1
    ) -> None:
        """Fill a rectangle facing the viewer."""
        (ax, ay), (bx, by) = self.at(x0, y0, z), self.at(x1, y1, z)
        self.poly([(ax, ay), (bx, ay), (bx, by), (ax, by)], fill, alpha)

    def flat(
        self,
        x0: float,
        x1: float,
        z0: float,
        z1: float,
        fill: Colour,
        alpha: float = 1,
        y: float = 0,
    ) -> None:
        """Fill a rectangle lying level: rugs, paths, table papers."""
        self.face([(x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)], fill, alpha)

    def wall(
        self, x: float, y0: float, y1: float, z0: float, z1: float, fill: Colour, alpha: float = 1
    ) -> None:
        """Fill a rectangle on a side wall."""
        self.face([(x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1)], fill, alpha)

    def disc(self, x: float, y: float, z: float, r: float, fill: Colour, alpha: float = 1) -> None:
        """Fill a level circle."""
        self.poly(self.ring(x, y, z, r), fill, alpha)

    def ring(self, x: float, y: float, z: float, r: float, n: int = 40) -> list[Point]:
        """Return the outline of a level circle on the picture."""
        turn = [2 * math.pi * i / n for i in range(n)]
        return [self.at(x + r * math.cos(a), y, z + r * math.sin(a)) for a in turn]

    def drum(self, x: float, z: float, r: float, y0: float, y1: float, fill: Colour) -> None:
        """Draw a standing cylinder with a lit left and a shaded right side."""
        body = hull(self.ring(x, y0, z, r) + self.ring(x, y1, z, r))
        self.fade(body, light(fill, 0.22), dark(fill, 0.25), across=True)
        if y1 < self.eye:
            self.disc(x, y1, z, r, light(fill, 0.3))

    def block(
        self, x: float, z: float, w: float, d: float, h: float, fill: Colour, y: float = 0
    ) -> None:
        """Draw a box on centre ``x``/``z``: light top, plain front, toned sides."""
        left, right, near, far, top = x - w / 2, x + w / 2, z - d / 2, z + d / 2, y + h
        if left > 0:
            self.wall(left, y, top, near, far, light(fill, 0.14))
        if right < 0:
            self.wall(right, y, top, near, far, dark(fill, 0.3))
        if top < self.eye:
            self.flat(left, right, near, far, light(fill, 0.34), y=top)
        elif y > self.eye:
            self.flat(left, right, near, far, dark(fill, 0.35), y=y)
        self.upright(left, y, right, top, near, fill)

    def put(self, z: float, draw: Callable[[], None]) -> None:
        """Keep an object for later; nearer ones are drawn over farther ones."""
        self._items.append((z, draw))

    def cast(self, x: float, z: float, w: float, d: float, h: float, y: float = 0) -> None:
        """Note the shadow a box-like object throws on the floor."""
        dx, dz = self.DRIFT
        corners = [(x + sx * w / 2, z + sz * d / 2) for sx in (-1, 1) for sz in (-1, 1)]
        ground = [(px + dx * up, pz + dz * up) for px, pz in corners for up in (y, y + h)]
        self._shadows.append(hull([self.at(px, 0, max(pz, 0.8)) for px, pz in ground]))

    def cast_disc(self, x: float, z: float, r: float, y: float) -> None:
        """Note the shadow of a round plate held at height ``y``."""
        dx, dz = self.DRIFT
        self._shadows.append(self.ring(x + dx * y, 0, z + dz * y, r))

    def box(
        self, x: float, z: float, w: float, d: float, h: float, fill: Colour, y: float = 0
    ) -> None:
        """Place a box together with its shadow."""
        self.cast(x, z, w, d, h, y)
        self.put(z, lambda: self.block(x, z, w, d, h, fill, y))

    def finish(self, shade: float = 0.26) -> None:
        """Lay the shadows on the floor, then draw what was placed from back to front."""
        self.soft(self._shadows, rgb("#3a2018"), shade, 9)
        for _, draw in sorted(self._items, key=lambda item: -item[0]):
            draw()
        self._items.clear()
        self._shadows.clear()

    def vignette(self) -> None:
        """Warm the light side and quieten the edges, which ties the set together."""
        whole = [(0.0, 0.0), (WIDTH, 0.0), (WIDTH, HEIGHT), (0.0, HEIGHT)]
        self.fade(whole, rgb("#ffe9bd"), rgb("#5c2a18"), (0.16, 0.09), across=True)
        self.fade(whole, CREAM, rgb("#5c2a18"), (0.0, 0.10))
