"""Definitions for the help page: how figures are counted, each metric, each kind of issue, and search."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.metrics import CATALOG, DEFINITIONS_VERSION, FAMILIES, Metric, format_definition
from libcollab_metrics.model import ISSUE_KINDS
from pages.ui.issue_tables import GROUP_HEADINGS
from pages.ui.markdown import escape_markdown
from pages.ui.metric_texts import about_metric, metric_label
from pages.ui.translation import _, later, screen_language

DIRECTIONS = {
    "higher": later("higher is better"),
    "lower": later("lower is better"),
    "band": later("judged only against a declared band"),
    "neutral": later("neither way"),
}

AUDIENCES = {
    "anyone": "",
    "library": later("never in a document for partners or sponsors"),
    "screen": later("on this screen only, never in a document"),
}
COUNTING = later("""
- A visit is not a person: one child at two sessions is two visits and one participant.
- Missing is not zero. A blank is unknown and is in neither side of an average; 0 means that no one came.
- Every total says how much of it was counted. While a session has no number, it reads “at least”.
- People do not add up over programs, sites or months; they are counted again for every selection.
- A share of several programs is the ratio of their sums, never the mean of their shares.
- Small groups stay in the library: files hide them, and any second number that would reveal them.
""")
FORECAST = later("""
- It uses the average attendance per session of each finished month, eight months at least. A month
  without a session or a count is a gap, never 0.
- A level that may drift, on a scale of proportions (local level of log(1 + visits), statsmodels); a
  yearly wave only from two years on, and only if it explains more than it costs. It never goes below 0.
- Four of five months should fall into the interval. Next to it is the plainest guess: the same month a
  year before, or else the last one known.
- It was checked on months it had not seen (nineteen public libraries, 2012 to 2019, half a year ahead):
  its middle erred a third less than the plain guess, and 83% of the months fell into the interval.
- It continues what was. It knows nothing of typhoons, holidays, new programs or partners.
""")


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
    st.text(
        _(
            "Each figure has one definition, on screens and in documents. Version {version}.",
            version=DEFINITIONS_VERSION,
        )
    )
    st.header(_("How numbers are counted"), anchor=False)
    st.markdown(_(COUNTING))
    with st.expander(_("How a forecast is calculated")):
        st.markdown(_(FORECAST))


def draw_metrics(wanted: str) -> None:
    """Draw the definitions of the metrics that a search finds, by family; all without a search."""
    found = [m for m in CATALOG if matches(wanted, metric_label(m), about_metric(m), m.id.replace("_", " "))]
    st.header(_("Figures"), anchor=False)
    if not found:
        st.text(_("No figure has these words."))
    for family, title in FAMILIES.items():
        metrics = [metric for metric in found if metric.family == family]
        if metrics:
            st.subheader(_(title), anchor=False)
        for metric in metrics:
            with st.expander(metric_label(metric)):
                _draw_metric(metric)


def _draw_metric(metric: Metric) -> None:
    language = screen_language()
    st.text(_(metric.question))
    st.text(_("Calculated from: {definition}", definition=format_definition(metric, language)))
    st.text(language.translate(metric.caveat, "caveat"))
    source = _("source: {source}", source=language.translate(metric.source, "source"))
    facts = [f"Id {metric.id}", _(DIRECTIONS[metric.direction]), source]
    if AUDIENCES[metric.audience]:
        facts.append(_(AUDIENCES[metric.audience]))
    st.caption(escape_markdown(" · ".join(facts)))


def draw_issue_kinds(wanted: str) -> None:
    """Draw the kinds of issues that a search finds; all without a search."""
    rows = [
        {
            _("Code"): kind.code,
            _("Effect"): _(GROUP_HEADINGS[kind.severity]),
            _("What it is"): title,
            _("Why"): _(kind.why),
            _("What to do"): _(kind.advice),
        }
        for kind in ISSUE_KINDS.values()
        if (title := screen_language().translate(kind.title, "issue"))
        and matches(wanted, kind.code.replace("-", " "), title, _(kind.why), _(kind.advice))
    ]
    st.header(_("Findings in sheets"), anchor=False)
    if rows:
        st.dataframe(rows, hide_index=True)
    else:
        st.text(_("No finding has these words."))
