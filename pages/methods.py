"""Methods page: how numbers and forecasts are made, and definitions of all metrics and issues."""

import streamlit as st

from libcollab_metrics.localization import language
from libcollab_metrics.metrics import CATALOG, DEFINITIONS_VERSION, FAMILIES, format_definition
from libcollab_metrics.model import ISSUE_KINDS
from pages.ui.display import SEVERITIES
from pages.ui.page import open_page

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

frame = open_page("methods")
st.text(f"Definitions version {DEFINITIONS_VERSION}. Each number has one definition, from sheet to document.")

st.header("How numbers are counted")
st.markdown(
    "- A visit is not a person: one child at two sessions is two visits and one participant.\n- Missing is"
    " not zero. A blank is unknown and leaves both sides of an average; 0 means that nobody came.\n- Beside"
    " every total stands its coverage. While a session has no number, the total reads “at least”.\n- People"
    " do not add up over programs, sites or months; they are counted again for every selection.\n- A share of"
    " several programs is the ratio of their sums, never the mean of their shares.\n- Small groups stay in"
    " the library: files hide them, and a second number wherever a total would give them away."
)
with st.expander("How a forecast is made"):
    st.markdown(
        "- From the average attendance per session of each finished month, eight months at least. A month"
        " without a session or without a count is a gap; it is never taken for nobody.\n- A level that may"
        " drift, on a scale of proportions (local level of log(1 + visits), statsmodels); a yearly wave only"
        " from two years on and only if it explains more than it costs. Nothing is forecast below zero.\n-"
        " Four of five months should fall into the interval. Beside it stands the plainest guess: the same"
        " month a year before, or else the last one known.\n- Checked on months it had not seen (nineteen"
        " public libraries, 2012 to 2019, half a year ahead): in the middle it erred a third less than the"
        " plain guess, and 83 % of the months fell into the interval.\n- It goes on with what was. It knows"
        " nothing of typhoons, holidays, new programs or partners."
    )
for family, title in FAMILIES.items():
    st.subheader(title, anchor=False)
    for metric in (metric for metric in CATALOG if metric.family == family):
        with st.expander(metric.label):
            st.text(metric.question)
            st.text(f"Made of: {format_definition(metric, language('en'))}")
            st.text(metric.caveat)
            st.caption(
                f"Id {metric.id} · {DIRECTIONS[metric.direction]} · source:"
                f" {metric.source}{AUDIENCES[metric.audience]}"
            )

st.header("What may be said of a sheet")
rows = [
    {
        "Code": kind.code,
        "Weight": SEVERITIES[kind.severity],
        "What it is": kind.title,
        "Why": kind.why,
        "What to do": kind.advice,
    }
    for kind in ISSUE_KINDS.values()
]
st.dataframe(rows, hide_index=True)
