"""Rows of HTML: dumbbells of then and now, bullets, and grouped lists; text is escaped."""

from __future__ import annotations

from html import escape

#: Part of a rail that is kept free at each end, for the numbers.
EDGE, WIDE_EDGE = 0.16, 0.07


def dot(colour: str) -> str:
    """Return the dot of a program."""
    return f'<i class="lc-dot" style="--c:{colour}"></i>'


def dumbbell(
    name: str,
    then: tuple[float, str] | None,
    now: tuple[float, str],
    scale: tuple[float, float],
    colour: str,
    note: str = "",
    edge: float = EDGE,
) -> str:
    """Return the HTML of one dumbbell: hollow is then, solid is now, with both numbers.

    Parameters
    ----------
    name : str
        What is compared.
    then : tuple of float and str, or None
        Earlier value and its text; None if it is not known.
    now : tuple of float and str
        Value and its text.
    scale : tuple of float
        Ends of the rail.
    colour : str
        Color of the mark.
    note : str, default ""
        One line below the rail, or at its right in a wide card.
    edge : float, default EDGE
        Part of the rail that is kept free at each end.

    Returns
    -------
    str
        HTML.
    """
    low, high = scale
    at = [
        edge + (1 - 2 * edge) * (value - low) / ((high - low) or 1)
        for value, _ in ((then, now) if then is not None else (now,))
    ]
    marks, last = [], at[-1]
    if then is not None:
        left, right = min(at), max(at)
        marks.append(f'<b style="left:{left:.1%};width:{right - left:.1%}"></b>')
        marks.append(f'<i class="then" style="left:{at[0]:.1%}"></i>')
        side = "before" if at[0] <= last else "after"
        marks.append(f'<span class="{side}" style="left:{at[0]:.1%}">{escape(then[1])}</span>')
    side = "after" if then is None or last >= at[0] else "before"
    marks.append(f'<i class="now" style="left:{last:.1%}"></i>')
    marks.append(f'<span class="{side} current" style="left:{last:.1%}">{escape(now[1])}</span>')
    below = f"<small>{escape(note)}</small>" if note else ""
    rail = f'<div class="lc-rail" style="--c:{colour}">{"".join(marks)}</div>'
    return f'<div class="lc-pair"><p>{escape(name)}</p>{rail}{below}</div>'


def share_bullet(share: float, colour: str, target: float | None = None, *, is_complete: bool = True) -> str:
    """Return a bar from 0 to 100%, the target as a line; what is not known is hatched."""
    filled = min(1.0, max(0.0, share))
    parts = [f'<b style="width:{filled:.1%}"></b>']
    if not is_complete:
        parts.append(f'<s style="left:{filled:.1%}"></s>')
    if target is not None and 0 <= target <= 1:
        parts.append(f'<u style="left:{target:.1%}"></u>')
    return f'<div class="lc-bullet" style="--c:{colour}">{"".join(parts)}</div>'


def range_bullet(at: float | None, low: float | None, high: float | None, colour: str) -> str:
    """Return a bar of what was reached in front of the agreed range, with a line at each of its ends."""
    if at is None and low is None and high is None:
        return ""
    start, end = low or 0.0, 1.0 if high is None else high
    parts = [f'<em style="left:{start:.1%};width:{max(0.0, end - start):.1%}"></em>']
    if at is not None:
        parts.append(f'<b style="width:{min(1.0, at):.1%}"></b>')
    parts += [f'<u style="left:{place:.1%}"></u>' for place in (low, high) if place is not None]
    return f'<div class="lc-bullet" style="--c:{colour}">{"".join(parts)}</div>'


def question(name: str, note: str) -> str:
    """Return the HTML of a question above the rows of its options, with a note after it."""
    behind = f"<small>{escape(note)}</small>" if note else ""
    return f'<div class="lc-asked">{escape(name)}{behind}</div>'


def row(name: str, note: str, value: str, middle: str, end: str, colour: str = "") -> str:
    """Return one row: name and note, value, a drawing, and a chip; the last two are HTML."""
    below = f"<small>{escape(note)}</small>" if note else ""
    return (
        f'<div class="lc-row"><div class="a">{dot(colour) if colour else ""}{escape(name)}{below}</div>'
        f'<div class="v">{escape(value)}</div><div class="p">{middle}</div><div class="c">{end}</div></div>'
    )
