"""Content of the help page: how to do things, how numbers are counted, all definitions, and their search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from libcollab_metrics.metrics import CATALOG, DEFINITIONS_VERSION, FAMILIES, Metric, format_definition
from libcollab_metrics.model import ISSUE_KINDS, IssueKind
from pages.ui.cards import card
from pages.ui.issue_tables import GROUP_HEADINGS
from pages.ui.metric_texts import about_metric, metric_label
from pages.ui.navigation import find_page
from pages.ui.translation import _, later, screen_language

#: What a visitor may want to do: the task, how it is done, and its page with the tab or search.
TASKS: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
    (later("Add a sheet"), later("Upload it, check how it was read, confirm."), "add", {}),
    (
        later("Type sessions without a sheet"),
        later("One row for each session."),
        "records",
        {"table": "Sessions"},
    ),
    (
        later("Correct a number"),
        later("Change the row; the sheet itself stays as it is."),
        "records",
        {"table": "Sessions"},
    ),
    (
        later("Merge two spellings of a name"),
        later("They are listed with a suggestion."),
        "quality",
        {},
    ),
    (
        later("Set a target"),
        later("One figure, and the range you hope for."),
        "records",
        {"table": "Success criteria"},
    ),
    (
        later("Make a report"),
        later("For a sponsor, the board, a partner or a statistics office."),
        "reports",
        {},
    ),
    (later("Plan the next term"), later("Change the plan and see what it takes."), "planning", {}),
    (later("Make a backup"), later("All your work in one file."), "records", {"table": "Settings"}),
)
#: Signs of figures and what they mean.
SIGNS = (
    ("1,605+", later("at least: some sessions were held but not counted")),
    ("≤ ₱17,650", later("at most: what is missing can only lower it")),
    ("~20", later("estimated, such as “about 20” in a sheet")),
    ("446–566", later("between these two numbers")),
    ("? of 310", later("not known yet, of a known whole")),
)
COUNTING = (
    (later("A visit is not a person"), later("One child at two sessions is two visits and one person.")),
    (
        later("Blank is not zero"),
        later("A blank cell is unknown and is in no total and no average. 0 means that no one came."),
    ),
    (
        later("People do not add up"),
        later("Someone in two programs is one person. People are counted again for every selection."),
    ),
    (
        later("Percentages are not averaged"),
        later("The percentage of several programs comes from their sums."),
    ),
    (
        later("Small groups are hidden in files"),
        later("So is any number from which they could be worked out. Your own screens show them."),
    ),
    (
        later("A change is colored only if it is fair"),
        later("Better counting never looks like growth; then you see the old number only."),
    ),
)
FORECAST = (
    (
        later("What it does"),
        later("It continues the visits per session of the finished months. It needs eight months."),
    ),
    (
        later("Shaded band and dotted line"),
        later(
            "Four out of five months should fall in the band. The dotted line is the same month a year"
            " before, or the latest known month."
        ),
    ),
    (
        later("How good it is"),
        later(
            "Tested on months it had not seen, at nineteen public libraries from 2012 to 2019, half a year"
            " ahead: its error was a third smaller than that of the dotted line, and 83% of the months fell"
            " in the band."
        ),
    ),
    (
        later("What it cannot know"),
        later(
            "Typhoons, holidays, new programs and new partners. A month without a count is a gap, never 0."
        ),
    ),
    (
        later("For statisticians"),
        later(
            "Local level of log(1 + visits), statsmodels. A yearly pattern from two years on, if it improves"
            " the fit enough. It never goes below 0."
        ),
    ),
)
DIRECTIONS = {
    "higher": later("higher is better"),
    "lower": later("lower is better"),
    "band": later("good or bad only against your target"),
    "neutral": later("neither good nor bad"),
}
AUDIENCES = {
    "anyone": "",
    "library": later("never in a document for partners or sponsors"),
    "screen": later("on this screen only, never in a document"),
}


def matches(wanted: str, *texts: str) -> bool:
    """Return whether every word of a search occurs in the texts.

    Examples
    --------
    >>> (matches("cost VISIT", "Cost per visit"), matches("cost book", "Cost per visit"), matches("", "any"))
    (True, False, True)
    """
    text = " ".join(texts).casefold()
    return all(word in text for word in wanted.casefold().split())


def draw_contents() -> None:
    """Draw everything, with the definitions folded by topic."""
    left, right = st.columns(2, gap="small")
    with left, card("tasks", _("How do I …?"), _("Each opens its page"), height="stretch"):
        _draw_tasks(TASKS)
    with right, card("signs", _("What the signs mean"), height="stretch"):
        st.html(_render_terms([(sign, _(meaning)) for sign, meaning in SIGNS], "lc-signs-list"))
    with card("counting", _("How numbers are counted")):
        st.html(_render_terms([(_(name), _(text)) for name, text in COUNTING]))
    with st.container(key="definitions"):
        _draw_definitions()
    version = _(
        "The same definitions are used on screens and in documents. Version {version}.",
        version=DEFINITIONS_VERSION,
    )
    st.caption(version)


def _draw_definitions() -> None:
    """Draw every definition, folded on the screen and open on paper."""
    st.header(_("Every figure"), anchor=False)
    for family, title in FAMILIES.items():
        metrics = [metric for metric in CATALOG if metric.family == family]
        with st.expander(f"{_(title)} ({len(metrics)})"):
            _draw_metrics(metrics)
    with st.expander(_("How a forecast is calculated")):
        st.html(_render_terms([(_(name), _(text)) for name, text in FORECAST]))
    st.header(_("Messages about your sheets"), anchor=False)
    for severity, heading in GROUP_HEADINGS.items():
        kinds = [kind for kind in ISSUE_KINDS.values() if kind.severity == severity]
        with st.expander(f"{_(heading)} ({len(kinds)})"):
            _draw_issue_kinds(kinds)


def draw_found(wanted: str) -> None:
    """Draw what has every word of a search: tasks, figures, messages about sheets."""
    tasks = [task for task in TASKS if matches(wanted, _(task[0]), _(task[1]))]
    metrics = [
        m for m in CATALOG if matches(wanted, metric_label(m), about_metric(m), m.id.replace("_", " "))
    ]
    kinds = [kind for kind in ISSUE_KINDS.values() if matches(wanted, *_issue_words(kind))]
    if not (tasks or metrics or kinds):
        st.info(_("Nothing has all of these words. Try one of them, such as “visits” or “cost”."))
    if tasks:
        with card("tasks", _("How do I …?")):
            _draw_tasks(tasks)
    if metrics:
        with card("metrics", f"{_('Figures')} ({len(metrics)})"):
            _draw_metrics(metrics)
    if kinds:
        with card("messages", f"{_('Messages about your sheets')} ({len(kinds)})"):
            _draw_issue_kinds(kinds)


def _draw_tasks(tasks: Sequence[tuple[str, str, str, Mapping[str, str]]]) -> None:
    for position, (task, how, page, query) in enumerate(tasks):
        info = find_page(page)
        with st.container(gap=None, key=f"step-{position}"):
            st.page_link(info.path, label=_(task), icon=f":material/{info.icon}:", query_params=dict(query))
            st.html(f'<p class="lc-gain">{escape(_(how))}</p>')


def _render_terms(terms: Sequence[tuple[str, str]], kind: str = "") -> str:
    """Return a list of terms, each with its explanation."""
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in terms)
    return f'<dl class="lc-terms {kind}">{items}</dl>'


def _draw_metrics(metrics: Sequence[Metric]) -> None:
    language = screen_language()
    items = []
    for metric in metrics:
        facts = [
            _(DIRECTIONS[metric.direction]),
            _(AUDIENCES[metric.audience]) if AUDIENCES[metric.audience] else "",
        ]
        facts.append(_("command line: {name}", name=metric.id))
        items.append(
            f"<div><dt>{escape(metric_label(metric))}</dt><dd>{escape(_(metric.question))}</dd>"
            f"<dd>{escape(format_definition(metric, language))}</dd>"
            f"<dd><small>{escape(' · '.join(fact for fact in facts if fact))}</small></dd></div>"
        )
    st.html(f'<dl class="lc-terms wide">{"".join(items)}</dl>')


def _issue_words(kind: IssueKind) -> tuple[str, str, str, str]:
    """Return the code, title, reason and advice of a kind of issue."""
    title = screen_language().translate(kind.title, "issue")
    return kind.code.replace("-", " "), title, _(kind.why), _(kind.advice)


def _draw_issue_kinds(kinds: Sequence[IssueKind]) -> None:
    items = []
    for kind in kinds:
        _code, title, why, advice = _issue_words(kind)
        items.append(
            f"<div><dt>{escape(title)}</dt><dd>{escape(why)}</dd><dd>{escape(advice)}</dd>"
            f"<dd><small>{escape(_('command line: {name}', name=kind.code))}</small></dd></div>"
        )
    st.html(f'<dl class="lc-terms wide">{"".join(items)}</dl>')
