"""The look of the pages: style sheet, fonts and logo, the headline, and small parts written in HTML.

Nothing here is computed; text is escaped.
"""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from libcollab_metrics.figures import PROGRAM_COLOURS, SCREEN_TOKENS
from pages.ui.translation import _

_FOLDER = Path(__file__).resolve().parent
LOGO, MARK = (str(_FOLDER / "assets" / name) for name in ("logo.svg", "mark.svg"))
#: Weight of each bundled font file.
FONT_WEIGHTS = {"Regular": 400, "SemiBold": 600}


def apply_look() -> None:
    """Add the style sheet and the logo to the page; every page and sign-in screen calls it once."""
    st.logo(LOGO, size="large", icon_image=MARK)
    st.html(StyleSheet(style_sheet() + _uploader_texts()))


class StyleSheet:
    """Style element for `st.html`, which would otherwise search its 100 KB for indentation at every run."""

    def __init__(self, text: str) -> None:
        self._text = text

    def _repr_html_(self) -> str:
        return self._text


def limit_history() -> None:
    """Add the script that gives each action of the visitor one entry in the browser's history.

    Drawn in the sidebar, where it takes no room.
    """
    with st.sidebar.container(key="history"):
        st.html(_history_script(), unsafe_allow_javascript=True)


@cache
def _history_script() -> str:
    return f"<script>{(_FOLDER / 'assets' / 'history.js').read_text(encoding='utf-8')}</script>"


@cache
def style_sheet() -> str:
    """Return the style element of all pages: fonts, tokens and rules."""
    rules = (_FOLDER / "look.css").read_text(encoding="utf-8")
    return f"<style>{_font_faces()}{token_rule()}{rules}</style>"


def mark_usual_option(position: int) -> str:
    """Return HTML that names the position of the usual option, from 2 to 9.

    In a choice with it, the first option is not drawn; while that is chosen, the usual one looks chosen.
    """
    return f'<i class="lc-usual-{position}"></i>'


def _uploader_texts() -> str:
    """Return the rule with the texts that replace the English ones of Streamlit's uploader."""
    limit = _("Up to {size} MB per file", size=st.get_option("server.maxUploadSize"))
    upload, limit = (json.dumps(text, ensure_ascii=False) for text in (_("Upload"), limit))
    return f"<style>.stApp{{--upload:{upload};--upload-limit:{limit}}}</style>"


def token_rule() -> str:
    """Return the rule that declares each token in both themes; Streamlit sets the scheme on `.stApp`."""
    programs = {f"program-{number}": colours for number, colours in enumerate(PROGRAM_COLOURS, 1)}
    tokens = {**SCREEN_TOKENS, **programs}
    return ".stApp{" + "".join(f"--{name}:light-dark({a},{b});" for name, (a, b) in tokens.items()) + "}"


def _font_faces() -> str:
    faces = []
    for name, weight in FONT_WEIGHTS.items():
        data = b64encode((_FOLDER / "assets" / f"Inter-{name}.woff2").read_bytes()).decode()
        faces.append(
            f"@font-face{{font-family:Inter;font-weight:{weight};font-display:swap;"
            f'src:url("data:font/woff2;base64,{data}")format("woff2")}}'
        )
    return "".join(faces)


def program_colour(slot: str) -> str:
    """Return the color of a program for HTML, given its color in a chart (`#000001` is the first program)."""
    return f"var(--program-{int(slot[1:])})"


def headline(page_name: str, sentence: str = "", note: str = "", *, name: str = "", colour: str = "") -> None:
    """Draw the only first-level heading of a page, with the page's name above it.

    Parameters
    ----------
    page_name : str
        Name of the page; it is the heading itself if there is no sentence.
    sentence : str, default ""
        Answers the page's question.
    note : str, default ""
        One more sentence below it.
    name : str, default ""
        Name in the sentence that is written in the color of its program.
    colour : str, default ""
        That color.
    """
    shown = escape(sentence or page_name)
    if name and colour:
        shown = shown.replace(escape(name), f'<span style="color:{colour}">{escape(name)}</span>', 1)
    above = f'<p class="lc-eye">{escape(page_name)}</p>' if sentence else ""
    below = f'<p class="lc-sub">{escape(note)}</p>' if note else ""
    st.html(f'<header class="lc-head">{above}<h1>{shown}</h1>{below}</header>')
