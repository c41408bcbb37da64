"""Definitions for the help page: how figures are counted, each metric, each kind of issue, and search."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.localization import language
from libcollab_metrics.metrics import CATALOG, DEFINITIONS_VERSION, FAMILIES, Metric, format_definition
from libcollab_metrics.model import ISSUE_KINDS
from pages.ui.issue_tables import GROUP_HEADINGS
from pages.ui.markdown import escape_markdown

DIRECTIONS = {
    "higher": "higher is better",
    "lower": "lower is better",
    "band": "judged only against a declared band",
    "neutral": "neither way",
}

AUDIENCES = {
    "anyone": "",
    "library": " · never in a document for partners or sponsors",
    "screen": " · on this screen only, never in a document",
}
COUNTING = """
- A visit is not a person: one child at two sessions is two visits and one participant.
- Missing is not zero. A blank is unknown and is in neither side of an average; 0 means that no one came.
- Every total says how much of it was counted. While a session has no number, it reads “at least”.
- People do not add up over programs, sites or months; they are counted again for every selection.
- A share of several programs is the ratio of their sums, never the mean of their shares.
- Small groups stay in the library: files hide them, and any second number that would reveal them.
"""
FORECAST = """
- It uses the average attendance per session of each finished month, eight months at least. A month
  without a session or a count is a gap, never 0.
- A level that may drift, on a scale of proportions (local level of log(1 + visits), statsmodels); a
  yearly wave only from two years on, and only if it explains more than it costs. It never goes below 0.
- Four of five months should fall into the interval. Next to it is the plainest guess: the same month a
  year before, or else the last one known.
- It was checked on months it had not seen (nineteen public libraries, 2012 to 2019, half a year ahead):
  its middle erred a third less than the plain guess, and 83% of the months fell into the interval.
- It continues what was. It knows nothing of typhoons, holidays, new programs or partners.
"""


def matches(wanted: str, *texts: str) -> bool:
    """Return whether every word of a search occurs in the texts.

    Examples
    --------
    >>> (matches("cost VISIT", "Cost per visit"), matches("cost book", "Cost per visit"), matches("", "any"))
    (True, False, True)
    """
    text = " ".join(texts).casefold()
    return all(word in text for word in wanted.casefold().split())


def draw_principles() -> None:
    """Draw how numbers are counted, and how a forecast is calculated."""
    st.text(f"Each figure has one definition, on screens and in documents. Version {DEFINITIONS_VERSION}.")
    st.header("How numbers are counted", anchor=False)
    st.markdown(COUNTING)
    with st.expander("How a forecast is calculated"):
        st.markdown(FORECAST)


def draw_metrics(wanted: str) -> None:
    """Draw the definitions of the metrics that a search finds, by family; all without a search."""
    found = [m for m in CATALOG if matches(wanted, m.label, m.question, m.caveat, m.id.replace("_", " "))]
    st.header("Figures", anchor=False)
    if not found:
        st.text("No figure has these words.")
    for family, title in FAMILIES.items():
        metrics = [metric for metric in found if metric.family == family]
        if metrics:
            st.subheader(title, anchor=False)
        for metric in metrics:
            with st.expander(metric.label):
                _draw_metric(metric)


def _draw_metric(metric: Metric) -> None:
    st.text(metric.question)
    st.text(f"Calculated from: {format_definition(metric, language('en'))}")
    st.text(metric.caveat)
    st.caption(
        escape_markdown(
            f"Id {metric.id} · {DIRECTIONS[metric.direction]} · source: {metric.source}"
            f"{AUDIENCES[metric.audience]}"
        )
    )


def draw_issue_kinds(wanted: str) -> None:
    """Draw the kinds of issues that a search finds; all without a search."""
    rows = [
        {
            "Code": kind.code,
            "Effect": GROUP_HEADINGS[kind.severity],
            "What it is": kind.title,
            "Why": kind.why,
            "What to do": kind.advice,
        }
        for kind in ISSUE_KINDS.values()
        if matches(wanted, kind.code.replace("-", " "), kind.title, kind.why, kind.advice)
    ]
    st.header("Findings in sheets", anchor=False)
    if rows:
        st.dataframe(rows, hide_index=True)
    else:
        st.text("No finding has these words.")
