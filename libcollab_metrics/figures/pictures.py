"""Small pictures inside a figure of the screens, as SVG images that follow the theme around them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from libcollab_metrics.figures.theme import PROGRAM_COLOURS, SCREEN_TOKENS

#: Width and height of a picture, and the height of its tallest mark.
WIDTH, HEIGHT, TALLEST = 100.0, 28.0, 24.0
#: Tokens that the pictures use.
_TOKENS = ("neutral-1", "neutral-2", "neutral-3", "neutral-4", "last", "good", "missed")
_CLASSES = {"met": ("good", "good"), "not met": ("missed", "missed"), "undecided": ("none", "last")}


def paired_bars(now: Sequence[float | None], before: Sequence[float | None]) -> str:
    """Return a picture of two periods by month: pale bars before, dark bars now; or of one.

    Parameters
    ----------
    now : sequence of float or None
        Value of each month of the period.
    before : sequence of float or None
        Value of each month of the earlier period; empty for none.

    Returns
    -------
    str
        HTML of an image; empty for a single month.
    """
    top = max((value or 0 for value in (*now, *before)), default=0)
    if not top or len(now) + len(before) < 2:
        return ""
    width, marks = WIDTH / len(now), []
    sides = [(before, 0.08, "neutral-4"), (now, 0.5, "neutral-1")] if before else [(now, 0.15, "neutral-1")]
    broad = 0.38 if before else 0.7
    for index in range(len(now)):
        for values, shift, token in sides:
            value = values[index] if index < len(values) else None
            if value:
                height = value / top * TALLEST
                marks.append(
                    f'<rect x="{index * width + width * shift:.1f}" y="{HEIGHT - 2 - height:.1f}"'
                    f' width="{width * broad:.1f}" height="{height:.1f}" rx="1" class="{token}"/>'
                )
    return _image("".join(marks), WIDTH, stretched=True)


def paired_lines(now: Sequence[float | None], before: Sequence[float | None]) -> str:
    """Return a picture of two periods by month: a dotted line before, a solid one now; or of one.

    Parameters
    ----------
    now : sequence of float or None
        Value of each month of the period.
    before : sequence of float or None
        Value of each month of the earlier period; empty for none.

    Returns
    -------
    str
        HTML of an image; empty with fewer than three values.
    """
    known = [value for value in (*now, *before) if value is not None]
    if len(known) < 3:
        return ""
    top, low = max(known) * 1.02, min(known) * 0.9
    marks, last = [], [(before, "last", ' stroke-dasharray="2 2.5"')] if before else []
    for values, token, style in (*last, (now, "neutral-1", "")):
        points = " ".join(
            f"{2 + index * 96 / max(1, len(values) - 1):.1f},{26 - (value - low) / (top - low) * 23:.1f}"
            for index, value in enumerate(values)
            if value is not None
        )
        marks.append(
            f'<polyline points="{points}" fill="none" style="stroke:var(--{token})" stroke-width="2"{style}'
            ' vector-effect="non-scaling-stroke"/>'
        )
    return _image("".join(marks), WIDTH, stretched=True)


def split_bar(amounts: Sequence[float]) -> str:
    """Return a picture of a total split into parts, the largest first and darkest.

    Parameters
    ----------
    amounts : sequence of float
        Parts of the total.

    Returns
    -------
    str
        HTML of an image; empty without two parts.
    """
    parts, total = sorted(amounts, reverse=True), sum(amounts)
    if len(parts) < 2 or total <= 0:
        return ""
    marks, x = [], 0.0
    for index, amount in enumerate(parts):
        width = amount / total * WIDTH
        token = f"neutral-{min(index, 3) + 1}"
        marks.append(
            f'<rect x="{x:.1f}" y="8" width="{max(width - 1, 0.6):.1f}" height="12" rx="1.5"'
            f' class="{token}"/>'
        )
        x += width
    return _image("".join(marks), WIDTH, stretched=True)


def coloured_bar(parts: Sequence[tuple[float, int]]) -> str:
    """Return a picture of a total split by program, each part in the color of its program.

    Parameters
    ----------
    parts : sequence of (float, int)
        Amount, and number of the program's color; 0 for the neutral of all others.

    Returns
    -------
    str
        HTML of an image; empty without two parts.
    """
    total = sum(amount for amount, _ in parts)
    if len(parts) < 2 or total <= 0:
        return ""
    marks, x = [], 0.0
    for amount, number in parts:
        width = amount / total * WIDTH
        token = f"program-{number}" if number else "neutral-2"
        marks.append(
            f'<rect x="{x:.1f}" y="8" width="{max(width - 1, 0.6):.1f}" height="12" rx="1.5"'
            f' class="{token}"/>'
        )
        x += width
    return _image("".join(marks), WIDTH, stretched=True)


def verdict_dots(verdicts: Sequence[str]) -> str:
    """Return a picture with one dot per target: met, missed or open.

    Parameters
    ----------
    verdicts : sequence of str
        "met", "not met" or "undecided" of each target.

    Returns
    -------
    str
        HTML of an image; empty without any target.
    """
    order = list(_CLASSES)
    marks = [
        f'<circle cx="{6 + index * 14.5:.1f}" cy="14" r="4.6" class="{_CLASSES[verdict][0]}"'
        f' stroke-width="1.6" style="stroke:var(--{_CLASSES[verdict][1]})"/>'
        for index, verdict in enumerate(sorted(verdicts, key=order.index))
    ]
    return _image("".join(marks), max(WIDTH, 12 + 14.5 * len(marks))) if marks else ""


def _image(marks: str, width: float, *, stretched: bool = False) -> str:
    programs = {f"program-{number}": pair for number, pair in enumerate(PROGRAM_COLOURS, 1)}
    tokens = {name: SCREEN_TOKENS[name] for name in _TOKENS}
    tokens |= {name: pair for name, pair in programs.items() if name in marks}
    light, dark = ("".join(f"--{name}:{pair[index]};" for name, pair in tokens.items()) for index in (0, 1))
    fills = "".join(f".{name}{{fill:var(--{name})}}" for name in tokens)
    style = (
        f"<style>:root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}{fills}"
        ".none{fill:none}</style>"
    )
    ratio = ' preserveAspectRatio="none"' if stretched else ' preserveAspectRatio="xMinYMid meet"'
    box = f'viewBox="0 0 {width:g} {HEIGHT:g}"{ratio}'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{style}{marks}</svg>'
    data = b64encode(svg.encode()).decode()
    return f'<img class="lc-picture" alt="" src="data:image/svg+xml;base64,{data}">'
