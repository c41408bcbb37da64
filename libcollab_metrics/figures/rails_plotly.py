"""Draws the rails of the screens: cash of each program, a unit cost, and ratings of two sides from 1 to 5."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from libcollab_metrics.figures.theme import FONT_STACK, SCREEN, SIZES, slot
from libcollab_metrics.figures.to_plotly import escape_html

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

CLEAR = "rgba(0,0,0,0)"
#: Opacity of what was received, and of a rail, appended to a color.
PALE, RAIL = "38", "4d"
#: Points: height of a row and of the axis below, and left margin.
CASH_ROW, COST_ROW, RATING_ROW, AXIS, MARGIN = 76, 58, 52, 34, 12
#: Characters of a label that fit next to each other on a phone, and the height of a row with two lines.
LINE_CHARACTERS, TALL_CASH_ROW = 40, 94
#: Highest rating that is drawn in the attention color.
LOW_RATING = 2.0
RATINGS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class CashRow:
    """Cash of one program, with the words of its row.

    Attributes
    ----------
    name, summary : str
        Program, and what is written after it.
    colour : str
        Color in a chart of the screen.
    received, spent, unclear, promised : float
        Amounts; `unclear` continues what was spent, `promised` what was received.
    hovers : tuple of str
        Words of the four amounts.
    promise : str, default ""
        Words inside the outline of what was promised.
    """

    name: str
    summary: str
    colour: str
    received: float
    spent: float
    unclear: float
    promised: float
    hovers: tuple[str, str, str, str]
    promise: str = ""

    @property
    def end(self) -> float:
        """End of the longest mark of the row."""
        return max(self.received + self.promised, self.spent + self.unclear)


def cash_figure(rows: Sequence[CashRow], ticks: Sequence[tuple[float, str]]) -> Figure:
    """Draw cash in and out: received as a wide pale bar, spent as a narrow solid one.

    Entries without a payer are hatched, and promises are a dotted outline.

    Parameters
    ----------
    rows : sequence of CashRow
        In reading order.
    ticks : sequence of (float, str)
        Places of the grid lines and their labels.

    Returns
    -------
    Figure
        Plotly figure in the colors of the screen; its labels are escaped.
    """
    import plotly.graph_objects as go

    end = max((row.end for row in rows), default=1.0)
    is_long = any(len(row.name) + len(row.summary) > LINE_CHARACTERS for row in rows)
    height, thick = (TALL_CASH_ROW, 0.78) if is_long else (CASH_ROW, 1.0)
    figure = go.Figure(layout=_layout(len(rows), height, ticks, end))
    figure.update_layout(barmode="overlay")
    for place, row in zip(_places(rows), rows, strict=True):
        _draw_promise(figure, place, row, 0.23 * thick)
        pattern = {"shape": "/", "fgcolor": slot("attention"), "bgcolor": CLEAR, "size": 5, "solidity": 0.3}
        marks: tuple[tuple[float, float, float, dict[str, Any], str], ...] = (
            (row.received, 0, 0.46, {"color": row.colour + PALE}, row.hovers[0]),
            (row.spent, 0, 0.26, {"color": row.colour}, row.hovers[1]),
            (row.unclear, row.spent, 0.26, {"color": CLEAR, "pattern": pattern}, row.hovers[2]),
        )
        for amount, base, width, marker, hover in marks:
            if amount:
                figure.add_bar(
                    y=[place],
                    x=[amount],
                    base=[base],
                    width=width * thick,
                    orientation="h",
                    marker={**marker, "line": {"width": 0}},
                    hovertemplate=f"{escape_html(hover)}<extra></extra>",
                )
        label = f"<b>{escape_html(row.name)}</b>{'<br>' if is_long else '  '}{escape_html(row.summary)}"
        _write(figure, 0, place + 0.41, label, size=13)
    return figure


def _draw_promise(figure: Figure, place: float, row: CashRow, half: float) -> None:
    if not row.promised:
        return
    start, end = row.received, row.received + row.promised
    line = {"color": slot("last"), "width": 1.4, "dash": "dot"}
    figure.add_shape(type="rect", x0=start, x1=end, y0=place - half, y1=place + half, line=line)
    inside = max(start, row.spent + row.unclear)
    if (end - inside) * 4 > row.end:  # room for the words
        _write(figure, (inside + end) / 2, place, escape_html(row.promise), anchor="center")


Open = Literal["", "lower", "higher"]


@dataclass(frozen=True)
class CostRow:
    """A unit cost on a rail.

    Attributes
    ----------
    name, figure : str
        Program, and its cost in words.
    colour : str
        Color in a chart of the screen.
    value : float
        The cost.
    open : {"", "lower", "higher"}
        Where missing data would move it.
    """

    name: str
    figure: str
    colour: str
    value: float
    open: Open = ""


def unit_cost_figure(rows: Sequence[CostRow], ticks: Sequence[tuple[float, str]]) -> Figure:
    """Draw unit costs as dots on rails, with an arrow where missing data would move them.

    Parameters
    ----------
    rows : sequence of CostRow
        In reading order.
    ticks : sequence of (float, str)
        Places of the grid lines and their labels.

    Returns
    -------
    Figure
        Plotly figure in the colors of the screen; its labels are escaped.
    """
    import plotly.graph_objects as go

    top = max((row.value for row in rows), default=1.0)
    end = top * 1.75  # room for the words after the longest rail
    figure = go.Figure(layout=_layout(len(rows), COST_ROW, [t for t in ticks if t[0] <= end], end))
    for place, row in zip(_places(rows), rows, strict=True):
        rail = {"color": row.colour + RAIL, "width": 4}
        figure.add_shape(type="line", x0=0, x1=row.value, y0=place, y1=place, line=rail, layer="below")
        figure.add_scatter(
            x=[row.value],
            y=[place],
            mode="markers",
            marker={"size": 14, "color": row.colour},
            hovertemplate=f"{escape_html(f'{row.name}: {row.figure}')}<extra></extra>",
        )
        if row.open:
            _draw_arrow(figure, row, place)
        shift = 32 if row.open == "higher" else 13
        _write(figure, row.value, place, f"<b>{escape_html(row.figure)}</b>", shift=shift, size=13)
        _write(figure, 0, place + 0.37, escape_html(row.name), size=13)
    return figure


def _draw_arrow(figure: Figure, row: CostRow, place: float) -> None:
    figure.add_annotation(
        x=row.value,
        y=place,
        xshift=26 if row.open == "higher" else -26,
        ax=-20 if row.open == "higher" else 20,
        ay=0,
        text="",
        showarrow=True,
        arrowhead=2,
        arrowwidth=2.2,
        arrowcolor=row.colour,
    )


@dataclass(frozen=True)
class RatingRow:
    """One statement with the mean rating of each side, None where a side did not rate it.

    Attributes
    ----------
    statement : str
    they, we : float or None
    hovers : tuple of str
        Words of the two ratings.
    """

    statement: str
    they: float | None
    we: float | None
    hovers: tuple[str, str]


def ratings_figure(rows: Sequence[RatingRow], ends: tuple[str, str]) -> Figure:
    """Draw how two sides rate each statement: solid dots are theirs, rings are ours.

    Parameters
    ----------
    rows : sequence of RatingRow
        In reading order.
    ends : tuple of str
        Words below 1 and below 5.

    Returns
    -------
    Figure
        Plotly figure in the colors of the screen; its labels are escaped.
    """
    import plotly.graph_objects as go

    ticks = [(float(n), str(n)) for n in RATINGS]
    for index, words in ((0, ends[0]), (-1, ends[1])):
        ticks[index] = (ticks[index][0], f"{ticks[index][1]}<br>{escape_html(words)}")
    figure = go.Figure(layout=_layout(len(rows), RATING_ROW, ticks, 5.0, start=1.0, below=AXIS + 12))
    left = 0.8
    figure.update_xaxes(range=[left, 5.25], showgrid=False)
    for place, row in zip(_places(rows), rows, strict=True):
        rail = {"color": SCREEN.grid, "width": 1.5}
        figure.add_shape(type="line", x0=1, x1=5, y0=place, y1=place, line=rail, layer="below")
        _draw_ratings(figure, row, place)
        # From the edge of the figure, so that a long statement fits a phone.
        _write(figure, left, place + 0.34, escape_html(row.statement), shift=-MARGIN, size=13)
    return figure


def _draw_ratings(figure: Figure, row: RatingRow, place: float) -> None:
    is_low = row.they is not None and row.they <= LOW_RATING
    colour = slot("attention" if is_low else "neutral-1")
    if row.they is not None and row.we is not None and row.they != row.we:
        gap = {"color": colour + "66", "width": 5}
        figure.add_shape(type="line", x0=row.they, x1=row.we, y0=place, y1=place, line=gap, layer="below")
    ring = {"size": 13, "color": slot("page"), "line": {"color": slot("neutral-2"), "width": 2.4}}
    solid = {"size": 14 if row.they != row.we else 8, "color": colour, "line": {"width": 0}}
    for rating, marker, hover in ((row.we, ring, row.hovers[1]), (row.they, solid, row.hovers[0])):
        if rating is not None:
            figure.add_scatter(
                x=[rating],
                y=[place],
                mode="markers",
                marker=marker,
                hovertemplate=f"{escape_html(hover)}<extra></extra>",
            )


def _places(rows: Sequence[object]) -> list[float]:
    """Return the height of each row, the first on top."""
    return [float(len(rows) - 1 - index) for index in range(len(rows))]


def _write(
    figure: Figure, x: float, y: float, text: str, *, anchor: str = "left", shift: int = 0, size: int = 12
) -> None:
    figure.add_annotation(
        x=x, y=y, text=text, showarrow=False, xanchor=anchor, align="left", xshift=shift, font={"size": size}
    )


def _layout(
    count: int,
    row_height: int,
    ticks: Sequence[tuple[float, str]],
    end: float,
    *,
    start: float = 0.0,
    below: int = AXIS,
) -> dict[str, Any]:
    return {
        "height": max(1, count) * row_height + below,
        "margin": {"l": MARGIN, "r": 14, "t": 4, "b": below, "pad": 0},
        "font": {"family": FONT_STACK, "size": SIZES["label"], "color": SCREEN.quiet},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"align": "left"},
        "xaxis": {
            "tickvals": [place for place, _ in ticks],
            "ticktext": [label for _, label in ticks],
            "ticklabeloverflow": "allow",
            "range": [start - end * 0.006, end * 1.03],
            "showgrid": True,
            "gridcolor": SCREEN.grid,
            "zeroline": False,
            "fixedrange": True,
            "tickangle": 0,
        },
        "yaxis": {"visible": False, "range": [-0.4, max(1, count) - 0.34], "fixedrange": True},
    }


def round_steps(end: float, steps: int = 4) -> list[float]:
    """Return at most `steps` + 1 round numbers from 0 to an end.

    Parameters
    ----------
    end : float
        Largest number to reach.
    steps : int, default 4
        Largest number of steps.

    Returns
    -------
    list of float
        0 and the ends of the steps that are not beyond `end`.

    Examples
    --------
    >>> round_steps(30000.0), round_steps(62.0)
    ([0.0, 10000.0, 20000.0, 30000.0], [0.0, 20.0, 40.0, 60.0])
    """
    if end <= 0:
        return [0.0]
    scale = 10.0 ** (len(str(int(end))) - 1) if end >= 1 else 0.1
    step = next(scale * n for n in (0.2, 0.25, 0.5, 1, 2, 2.5, 5) if scale * n * steps >= end)
    return [step * n for n in range(steps + 1) if step * n <= end * 1.0001]
