"""Registry of layout readers: one function per layout.

To add a layout, add an entry to `READERS` here and its detection to `tables.detection`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from libcollab_metrics.ingest.layouts.attendee_list import read_list
from libcollab_metrics.ingest.layouts.base import Found, Task
from libcollab_metrics.ingest.layouts.deliveries import read_deliveries
from libcollab_metrics.ingest.layouts.event_calendar import read_libcal
from libcollab_metrics.ingest.layouts.grids import read_month_grid, read_prose, read_tally
from libcollab_metrics.ingest.layouts.ledger import read_ledger
from libcollab_metrics.ingest.layouts.online import read_form, read_meeting_log
from libcollab_metrics.ingest.layouts.own_forms import read_facts, read_own_sheet, read_ratings
from libcollab_metrics.ingest.layouts.registration import read_enrolment, read_registrations
from libcollab_metrics.ingest.layouts.roster import read_roster
from libcollab_metrics.ingest.layouts.scores import read_scores
from libcollab_metrics.ingest.layouts.session_log import read_log
from libcollab_metrics.ingest.tables.own_workbooks import FACTS, FORMS, RATINGS
from libcollab_metrics.ingest.values.marks import mark_questions
from libcollab_metrics.model.names import fold


def _log(task: Task) -> Found:
    return Found(*read_log(task.grid, task.mapping, task.around, task.context))


def _list(task: Task) -> Found:
    return Found(*read_list(task.grid, task.mapping, task.around, task.context, task.key))


def _roster(task: Task) -> Found:
    found = read_roster(task.grid, task.mapping, task.around, task.context, task.key)
    return Found(found.body, found.tables, mark_questions(task.grid.cells.name, found.asked, found.question))


def _tally(task: Task) -> Found:
    return Found(*read_tally(task.grid, task.mapping, task.around, task.context))


def _month_grid(task: Task) -> Found:
    return Found(*read_month_grid(task.grid, task.mapping, task.around, task.context))


def _libcal(task: Task) -> Found:
    return Found(*read_libcal(task))


def _registrations(task: Task) -> Found:
    target = task.context.answers.get("enrolment_of")
    if target and fold(target) != fold(task.grid.cells.name):
        return Found(*read_enrolment(task, target))
    return Found(*read_registrations(task))


def _form(task: Task) -> Found:
    return Found(*read_form(task))


def _meeting_log(task: Task) -> Found:
    return Found(*read_meeting_log(task))


def _ledger(task: Task) -> Found:
    return Found(*read_ledger(task))


def _deliveries(task: Task) -> Found:
    return Found(*read_deliveries(task))


def _scores(task: Task) -> Found:
    return Found(*read_scores(task))


def _prose(task: Task) -> Found:
    return Found(*read_prose(task.grid, task.around, task.context))


def _partner_facts(task: Task) -> Found:
    body, replies = read_facts(task.grid, task.context)
    return Found(body, {}, replies=replies)


def _partner_ratings(task: Task) -> Found:
    body, rows, replies = read_ratings(task.grid, task.context, task.key)
    return Found(body, rows, replies=replies)


def _template(task: Task) -> Found:
    if task.grid.table is None:
        raise KeyError(task.grid.cells.name)
    return Found(*read_own_sheet(task.grid, task.mapping, task.grid.table, task.context, task.key))


READERS: Mapping[str, Callable[[Task], Found]] = MappingProxyType(
    {
        "session_log": _log,
        "aggregated_log": _log,
        "attendee_log": _list,
        "roster": _roster,
        "sf2": _roster,
        "sign_in": _list,
        "tally_grid": _tally,
        "month_grid": _month_grid,
        "prose": _prose,
        "template": _template,
        "libcal": _libcal,
        "registration_export": _registrations,
        "form_responses": _form,
        "meeting_log": _meeting_log,
        "ledger": _ledger,
        "deliveries": _deliveries,
        "scores": _scores,
        FACTS: _partner_facts,
        RATINGS: _partner_ratings,
    }
)
#: Layouts of workbooks that this program generates: recognized by their headings, never chosen or mapped by
#: the user.
OWN_LAYOUTS = ("template", *FORMS)
