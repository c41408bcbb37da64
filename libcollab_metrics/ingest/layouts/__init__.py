"""Registry of layout readers: one function per layout.

To add a layout, add an entry to `READERS` here and its detection to `tables.detection`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from libcollab_metrics.ingest.layouts.attendee_list import read_list
from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.deliveries import read_deliveries
from libcollab_metrics.ingest.layouts.event_calendar import read_event_calendar
from libcollab_metrics.ingest.layouts.grids import read_month_grid, read_prose, read_tally
from libcollab_metrics.ingest.layouts.ledger import read_ledger
from libcollab_metrics.ingest.layouts.online import read_form, read_meeting_log
from libcollab_metrics.ingest.layouts.own_forms import read_facts, read_ratings, read_template_sheet
from libcollab_metrics.ingest.layouts.registration import read_enrolment, read_registrations
from libcollab_metrics.ingest.layouts.roster import read_roster
from libcollab_metrics.ingest.layouts.scores import read_scores
from libcollab_metrics.ingest.layouts.session_log import read_log
from libcollab_metrics.ingest.tables.own_workbooks import FACTS, FORMS, RATINGS
from libcollab_metrics.ingest.values.marks import build_mark_questions
from libcollab_metrics.model.names import casefold_name


def _read_session_log(task: ReadTask) -> ReadResult:
    return ReadResult(*read_log(task.grid, task.mapping, task.sheet_context, task.context))


def _read_attendee_list(task: ReadTask) -> ReadResult:
    return ReadResult(*read_list(task.grid, task.mapping, task.sheet_context, task.context, task.key))


def _read_roster_table(task: ReadTask) -> ReadResult:
    roster = read_roster(task.grid, task.mapping, task.sheet_context, task.context, task.key)
    return ReadResult(
        roster.body,
        roster.tables,
        build_mark_questions(task.grid.cells.name, roster.open_marks, roster.question),
    )


def _read_tally_grid(task: ReadTask) -> ReadResult:
    return ReadResult(*read_tally(task.grid, task.mapping, task.sheet_context, task.context))


def _read_month_table(task: ReadTask) -> ReadResult:
    return ReadResult(*read_month_grid(task.grid, task.mapping, task.sheet_context, task.context))


def _read_event_calendar(task: ReadTask) -> ReadResult:
    return ReadResult(*read_event_calendar(task))


def _read_registration_export(task: ReadTask) -> ReadResult:
    target = task.context.answers.get("enrolment_of")
    if target and casefold_name(target) != casefold_name(task.grid.cells.name):
        return ReadResult(*read_enrolment(task, target))
    return ReadResult(*read_registrations(task))


def _read_form_responses(task: ReadTask) -> ReadResult:
    return ReadResult(*read_form(task))


def _read_online_meeting(task: ReadTask) -> ReadResult:
    return ReadResult(*read_meeting_log(task))


def _read_ledger_table(task: ReadTask) -> ReadResult:
    return ReadResult(*read_ledger(task))


def _read_delivery_log(task: ReadTask) -> ReadResult:
    return ReadResult(*read_deliveries(task))


def _read_score_sheet(task: ReadTask) -> ReadResult:
    return ReadResult(*read_scores(task))


def _read_memo(task: ReadTask) -> ReadResult:
    return ReadResult(*read_prose(task.grid, task.sheet_context, task.context))


def _read_partner_facts(task: ReadTask) -> ReadResult:
    body, replies = read_facts(task.grid, task.context)
    return ReadResult(body, {}, replies=replies)


def _read_partner_ratings(task: ReadTask) -> ReadResult:
    body, rows, replies = read_ratings(task.grid, task.context, task.key)
    return ReadResult(body, rows, replies=replies)


def _read_template_sheet(task: ReadTask) -> ReadResult:
    if task.grid.table is None:
        raise KeyError(task.grid.cells.name)
    return ReadResult(*read_template_sheet(task.grid, task.mapping, task.grid.table, task.context, task.key))


READERS: Mapping[str, Callable[[ReadTask], ReadResult]] = MappingProxyType(
    {
        "session_log": _read_session_log,
        "aggregated_log": _read_session_log,
        "attendee_log": _read_attendee_list,
        "roster": _read_roster_table,
        "sf2": _read_roster_table,
        "sign_in": _read_attendee_list,
        "tally_grid": _read_tally_grid,
        "month_grid": _read_month_table,
        "prose": _read_memo,
        "template": _read_template_sheet,
        "libcal": _read_event_calendar,
        "registration_export": _read_registration_export,
        "form_responses": _read_form_responses,
        "meeting_log": _read_online_meeting,
        "ledger": _read_ledger_table,
        "deliveries": _read_delivery_log,
        "scores": _read_score_sheet,
        FACTS: _read_partner_facts,
        RATINGS: _read_partner_ratings,
    }
)
#: Layouts of workbooks that this program generates: recognized by their headings, never chosen or mapped by
#: the user.
GENERATED_LAYOUTS = ("template", *FORMS)
