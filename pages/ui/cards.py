"""Cards of the result pages: a strip of at most four figures, and a card with a title and its popovers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape

import streamlit as st

from pages.ui.markdown import escape_markdown
from pages.ui.translation import _, later

#: Figures in one strip at most: more are not compared at a glance.
MAX_FIGURES = 4
#: Names of the popovers of a card; only their symbols are visible.
ABOUT, MORE = later("How it’s calculated"), later("Table and downloads")


@dataclass(frozen=True)
class Behind:
    """The rows that a figure is counted from.

    Attributes
    ----------
    name : str
        What they are, such as "Sessions"; the name of what opens them.
    draw : callable
        Draws them, once they are opened.
    """

    name: str
    draw: Callable[[], None]


@dataclass(frozen=True)
class Figure:
    """One figure of a strip.

    Attributes
    ----------
    label : str
        What it is, in at most 16 characters.
    value : str
        The figure, as `figures.format_figure` writes it.
    help : str, default ""
        Its definition.
    chip : str, default ""
        The earlier value, or one more fact, in at most 16 characters.
    change : str, default ""
        Change since the earlier period, such as "4.8"; only where the two compare fairly.
    is_good : bool, default True
        Whether the change is an improvement.
    rises : bool, default True
        Whether the change is a rise.
    marker : str, default ""
        One line below the figure.
    share : float or None, default None
        Counted share that the marker names, drawn as a ring.
    picture : str, default ""
        A small picture, as `figures` draws it.
    behind : Behind or None, default None
        The rows it is counted from.
    """

    label: str
    value: str
    help: str = ""
    chip: str = ""
    change: str = ""
    is_good: bool = True
    rises: bool = True
    marker: str = ""
    share: float | None = None
    picture: str = ""
    behind: Behind | None = None


def figure_strip(figures: Sequence[Figure], key: str) -> None:
    """Draw at most four figures side by side; nothing without any.

    Parameters
    ----------
    figures : sequence of Figure
        In reading order.
    key : str
        Name of the strip on its page.

    Raises
    ------
    ValueError
        If there are more than `MAX_FIGURES`.
    """
    if len(figures) > MAX_FIGURES:
        raise ValueError(f"A strip has at most {MAX_FIGURES} figures.")
    if not figures:
        return
    with (
        st.container(border=True, key=f"strip-{key}"),
        st.grid(max(2, len(figures)), min_column_width=132, gap="medium"),
    ):
        for position, figure in enumerate(figures):
            with st.container(gap="xxsmall", key=f"strip-{key}-{position}"):
                _draw_figure(figure, f"{key}-{position}")


def _draw_figure(figure: Figure, key: str) -> None:
    arrow = "off" if not figure.change else "up" if figure.rises else "down"
    colour = "off" if not figure.change else "green" if figure.is_good else "red"
    st.metric(
        escape_markdown(figure.label),
        figure.value,
        figure.change or figure.chip or None,
        help=escape_markdown(figure.help) or None,
        delta_arrow=arrow,
        delta_color=colour,
        delta_description=figure.chip if figure.change else None,
    )
    st.html(f'<div class="lc-under">{figure.picture}{marker(figure.marker, figure.share)}</div>')
    if figure.behind is not None:
        with st.container(key=f"behind-{key}"):
            _draw_behind(figure.behind, figure.label, key)


def _draw_behind(behind: Behind, label: str, key: str) -> None:
    """Draw the symbol that opens the rows of a figure."""
    _draw_when_open(f"{label}: {behind.name}", f"rows-{key}", behind.draw)


def _draw_when_open(name: str, key: str, draw: Callable[[], None]) -> None:
    """Draw the symbol ⋯; what it opens is drawn only while it is open, and costs nothing before."""
    opened = st.popover(
        name, icon=":material/more_horiz:", type="tertiary", key=key, help=name, on_change="rerun"
    )
    if opened.open:
        with opened:
            draw()


def marker(text: str, share: float | None = None) -> str:
    """Return the HTML of a marker line: a ring that shows the counted share, and words."""
    if not text:
        return ""
    ring = "" if share is None else f'<i style="--p:{100 * share:.0f}%"></i>'
    return f'<span class="lc-marker">{ring}{escape(text)}</span>'


def chip(text: str, kind: str = "quiet") -> str:
    """Return the HTML of a chip; kinds are quiet, good, attention and missed, always with a word."""
    return f'<span class="lc-chip {kind}">{escape(text)}</span>'


@contextmanager
def card(
    key: str,
    title: str,
    caption: str = "",
    *,
    about: Callable[[], None] | None = None,
    more: Callable[[], None] | None = None,
    height: str = "content",
) -> Iterator[None]:
    """Draw a card around what a `with` block draws.

    Parameters
    ----------
    key : str
        Name of the card on its page.
    title : str
        The finding, or the topic.
    caption : str, default ""
        What is measured, and in which unit.
    about : callable, optional
        Draws the definition, behind the symbol ⓘ.
    more : callable, optional
        Draws the table and the downloads, behind the symbol ⋯.
    height : str, default "content"
        Height of the card: "content" or "stretch".

    Yields
    ------
    None
    """
    with st.container(border=True, key=f"card-{key}", height=height):
        with st.container(
            horizontal=True, vertical_alignment="top", gap="xsmall", key=f"title-{key}", wrap=False
        ):
            below = f"<p>{escape(caption)}</p>" if caption else ""
            st.html(f'<div class="lc-title"><h2>{escape(title)}</h2>{below}</div>', width="stretch")
            if about is not None:
                with st.popover(
                    _(ABOUT), icon=":material/info:", type="tertiary", key=f"info-{key}", help=_(ABOUT)
                ):
                    about()
            if more is not None:
                _draw_when_open(_(MORE), f"more_horiz-{key}", more)
        yield


def legend(entries: Sequence[tuple[str, str]], hatched: tuple[str, str] | None = None) -> str:
    """Return the HTML of a legend.

    Parameters
    ----------
    entries : sequence of (str, str)
        Color and name.
    hatched : tuple of (str, str), optional
        Color and name of what is hatched.

    Returns
    -------
    str
        Names with colored keys.
    """
    keys = [("", *entry) for entry in entries]
    return legend_keys([*keys, ("hatch", *hatched)] if hatched else keys)


def legend_keys(keys: Sequence[tuple[str, str, str]]) -> str:
    """Return the HTML of a legend of other marks than squares.

    Parameters
    ----------
    keys : sequence of (str, str, str)
        Kind of mark ("line", "dotted", "hatch", …), color and name.

    Returns
    -------
    str
        Names with colored keys.
    """
    return (
        '<div class="lc-legend">'
        + "".join(
            f'<span><i class="lc-key {kind}" style="--c:{colour}"></i>{escape(name)}</span>'
            for kind, colour, name in keys
        )
        + "</div>"
    )
