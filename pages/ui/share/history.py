"""Lists of sent copies, hidden figures with the wording of reasons, and conflicts with releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import streamlit as st

from libcollab_metrics.document_kinds import audience_label, format_label
from libcollab_metrics.figures import group_name, metric_name, part_name, scope_sentence
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.model import SCOPE_FIELDS, Sent
from libcollab_metrics.reports import Change, Comparison, HiddenFigure, Left, ReportData, compare_with_sent
from pages.ui import session
from pages.ui.html_tables import render_table
from pages.ui.markdown import escape_markdown
from pages.ui.metric_texts import metric_label
from pages.ui.page import Page
from pages.ui.translation import _, later, plural

#: Maximum number of copies listed, latest first, and of changes per copy.
MAX_SENT_LISTED, MAX_CHANGES_LISTED = 12, 4
SENT_HEADINGS = (
    later("Date"),
    later("Recipient"),
    later("Since then"),
    later("Document"),
    later("Content"),
)


def draw_sent_list(frame: Page) -> None:
    """Draw the list of sent copies; nothing if there are none."""
    entries = session.sent_documents()
    if not entries:
        return
    st.header(_("Sharing history"), anchor=False)
    latest = entries[::-1][:MAX_SENT_LISTED]
    with st.spinner(_("Comparing with today’s figures …")):
        rows = [_sent_row(frame, entry) for entry in latest]
    st.html(render_table(_("Sharing history"), [_(name) for name in SENT_HEADINGS], rows))
    earlier = len(entries) - len(latest)
    sentences = [
        _("Each copy is compared with today’s figures of the same selection."),
        _("Undo is in the sidebar."),
    ]
    if earlier:
        sentences.insert(
            0,
            plural(earlier, "{count} earlier one is not shown.", "{count} earlier ones are not shown."),
        )
    st.caption(" ".join(sentences))


def _sent_row(frame: Page, entry: Sent) -> tuple[str, ...]:
    words = frame.language
    document = f"{_(audience_label(entry.audience))}, {_(format_label(entry.fmt))} ({entry.fingerprint})"
    scope_text = scope_sentence(entry.scope, entry.as_of, words)
    return words.day(entry.day), entry.to or "", _describe_since(entry), document, scope_text


def _describe_since(entry: Sent) -> str:
    if entry.of_sample != session.is_sample():
        return _("made from sample data") if entry.of_sample else _("your own data is not open")
    recipient = entry.to if entry.to in session.recipients(entry.audience) else ""
    current = session.load_report_data(entry.audience, entry.scope, recipient)
    return describe_changes(compare_with_sent(entry, current))


def describe_changes(since: Comparison) -> str:
    """Describe the changes to a document's figures since it was sent."""
    changes = list(_describe_each_change(since.changes[:MAX_CHANGES_LISTED]))
    if len(since.changes) > MAX_CHANGES_LISTED:
        changes.append(_("{count} more", count=len(since.changes) - MAX_CHANGES_LISTED))
    if changes:
        sentences = [_("Changed since: {changes}.", changes=", ".join(changes))]
    elif since.is_unchanged:
        sentences = [_("Unchanged since.")]
    else:
        sentences = [_("Key figures unchanged; other details would differ.")]
    if since.definitions:
        sentences.append(_("Definitions changed since (now {version}).", version=since.definitions))
    return " ".join(sentences)


def _describe_each_change(changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        yield (
            f"{change.label} {change.previous_text} → {change.current_text}"
            if change.previous_text
            else _("{figure} now {value}", figure=change.label, value=change.current_text)
        )


# Figures hidden in a document and the reason; shown to the library, which may see its own small numbers.

#: Maximum number of hidden figures listed, in the order of `HIDDEN_REASONS`.
MAX_HIDDEN_LISTED = 60
HIDDEN_HEADINGS = (later("Figure"), later("Group"), later("Only you see this"), later("Why it is hidden"))
#: Reason why a figure is hidden, in the order in which figures are listed.
HIDDEN_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "few": later("Fewer than {k} people."),
        "few-others": later("The rest of the group is fewer than {k} people."),
        "all-or-none": later(
            "None or all of a small group: a share appears as “under 5%” or “over 95%”, a table not at all."
        ),
        "with-figure": later(
            "Together with another figure of the same people, it would reveal fewer than {k}."
        ),
        "with-partner": later(
            "Together with a partner, a program or the total, it would reveal fewer than {k}."
        ),
        "left-out-of-form": later(
            "Subtracted from all visits, it would reveal fewer than {k} that are in no form."
        ),
        "second": later("{context}, it would reveal a hidden number."),
        "same-people": later("It has the same people as a hidden number."),
        "partial": later(
            "It covers only some sessions or people: next to a figure of all, it would reveal the others."
        ),
        "unknown-size": later("The group size is unknown."),
        "audit": later(
            "With other numbers of this document or an earlier one, it would reveal fewer than {k} people."
        ),
        "withheld": later("Its table cannot be protected, so none of it is shown."),
    }
)


def draw_hidden_list(frame: Page, report_data: ReportData) -> None:
    """Draw the collapsed list of hidden figures, or a note that nothing is hidden."""
    ordered = sorted(report_data.hidden_figures, key=lambda figure: list(HIDDEN_REASONS).index(figure.reason))
    if not ordered:
        st.caption(
            _(
                "Every report hides groups under {count} people. This one has none, so nothing is hidden.",
                count=frame.dataset.settings.small_people,
            )
        )
        return
    with st.expander(_("Hidden in this document")):
        st.caption(
            _(
                "Small groups are hidden, and any figure that would reveal them. Only you see these numbers:"
                " they are in no document."
            )
        )
        st.html(
            render_table(
                _("What is hidden, and why"),
                [_(name) for name in HIDDEN_HEADINGS],
                [_hidden_row(frame, f) for f in ordered[:MAX_HIDDEN_LISTED]],
            )
        )
        if len(ordered) > MAX_HIDDEN_LISTED:
            st.caption(
                _(
                    "The first {shown} of {count} are listed.",
                    shown=MAX_HIDDEN_LISTED,
                    count=len(ordered),
                )
            )


def _hidden_row(frame: Page, figure: HiddenFigure) -> tuple[str, ...]:
    metric, words = find_metric(figure.value.metric), frame.language
    number = words.format_value_with_estimate(figure.value, metric, frame.dataset.settings.currency)
    part, whole = figure.value.numerator, figure.value.denominator
    if metric.unit == "share" and part is not None and whole is not None:
        number += f" ({words.message('formula-among', part=words.number(part), all=words.number(whole))})"
    return metric_name(metric, words), _describe_group(frame, figure), number, _describe_reason(frame, figure)


def _describe_group(frame: Page, figure: HiddenFigure) -> str:
    """Return the group of a figure in words."""
    words = frame.language
    names = [
        group_name(figure.value, name, words) if name in SCOPE_FIELDS else part_name(part or "", words)
        for name, part in figure.value.group
        if part or name in SCOPE_FIELDS
    ]
    return ", ".join(names) or _("Everything selected")


def _describe_reason(frame: Page, figure: HiddenFigure) -> str:
    field = SCOPE_FIELDS.get(figure.by, figure.by)
    context = _("With its parts")
    if field:
        context = _(
            "With the total and the other numbers by {field}", field=frame.language.translate(field, "field")
        )
    return _(HIDDEN_REASONS[figure.reason], k=figure.threshold, context=context)


# Figures suppressed because of earlier releases.

#: Maximum number of figures named; the others are only counted.
MAX_FIGURES_NAMED = 4


def draw_release_conflicts(frame: Page, report_data: ReportData) -> None:
    """Show which figures are suppressed because of earlier releases, if any."""
    for sentence in describe_release_conflicts(
        report_data, session.release_ledger().entries(), frame.language
    ):
        st.info(escape_markdown(sentence))


def describe_release_conflicts(
    report_data: ReportData, entries: Sequence[Left], language: Language
) -> Iterator[str]:
    """Yield a sentence for each set of earlier releases that caused suppression."""
    figures_by_release: dict[tuple[int, ...], dict[str, int]] = {}
    # the widest group first
    for number, places in sorted(report_data.suppressed_for_history, key=lambda way: len(way[0].group)):
        group_text = ", ".join(part or _("not recorded") for name, part in number.group)
        label = metric_label(find_metric(number.metric))
        figures_by_release.setdefault(places, {})[f"{label} ({group_text})" if group_text else label] = (
            number.k
        )
    for places, figures in figures_by_release.items():
        copies = [_describe_copy(entries[index], language) for index in places if index < len(entries)]
        yield _(
            "Hidden here: {figures}. Together with {copies}, it would reveal fewer than {count} people or"
            " visits.",
            figures=_list_figures(tuple(figures)),
            copies=language.join_names(tuple(copies), len(copies)),
            count=max(figures.values()),
        )


def _describe_copy(entry: Left, language: Language) -> str:
    day = language.day(entry.day)
    if entry.recipient:
        return _("the copy of {day} for {recipient}", day=day, recipient=entry.recipient)
    return _("the copy of {day}", day=day)


def _list_figures(figures: Sequence[str]) -> str:
    more = len(figures) - MAX_FIGURES_NAMED
    named = "; ".join(figures[:MAX_FIGURES_NAMED])
    return f"{named}; {_('and {count} more', count=more)}" if more > 0 else named
