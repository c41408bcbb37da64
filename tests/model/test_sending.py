"""A sent document is an entry in a list: it changes no figure and can be undone like any step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from libcollab_metrics.model import Scope, Sent, SentFigure, Setting, Workspace

SENT = Sent(
    "Rotary Club",
    "sponsor",
    "pdf",
    "en",
    Scope((("program", ("Story hour",)),), date(2026, 1, 1)),
    date(2026, 6, 30),
    date(2026, 7, 1),
    "1.0",
    "abcdef012345",
    (SentFigure("attendance_total", "1,605", 1605.0),),
)


def test_sent_document_changes_neither_data_nor_version() -> None:
    before = Workspace().append(Setting({"population": 90}))
    after = before.append(SENT)
    assert after.version == before.version
    assert after.dataset().settings == before.dataset().settings
    assert [len(frame) for frame in after.dataset().tables.values()] == [
        len(frame) for frame in before.dataset().tables.values()
    ]


def test_sent_documents_are_listed_undone_and_redone() -> None:
    later = replace(SENT, to="School board", fmt="xlsx")
    workspace = Workspace().append(SENT).append(Setting({"population": 90})).append(later)
    assert workspace.sent_documents == (SENT, later)
    assert workspace.undo().sent_documents == (SENT,)
    assert workspace.undo().redo().sent_documents == (SENT, later)
    assert workspace.undo().version == workspace.version
