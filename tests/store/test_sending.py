"""Sent documents are reopened from the disk unchanged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from libcollab_metrics.model import Scope, SentFigure
from libcollab_metrics.store import Store
from tests.model.test_sending import SENT
from tests.support.builders.store_steps import DAY, sheet_file


@pytest.mark.parametrize(
    "sent",
    [
        SENT,
        replace(SENT, to="", scope=Scope(), figures=(), of_sample=True),
        replace(SENT, to='<b>=1+1 "Ñ" 王\u202e', scope=Scope((), None, date(2026, 3, 31))),
        replace(
            SENT,
            figures=(SentFigure("reach_rate", "60 % to 80 %"), SentFigure("cost_cash", "₱1,200.50", 1200.5)),
        ),
    ],
)
def test_sent_document_is_reopened_unchanged(store: Store, sent: object) -> None:
    store.append(sheet_file(1), day=DAY)
    version = store.load().workspace.version
    store.append(sent, day=DAY)  # type: ignore[arg-type]
    reopened = Store(store.paths.home).load().workspace
    assert reopened.sent_documents == (sent,)
    assert reopened.version == version
    assert store.undo()
    assert store.load().workspace.sent_documents == ()
    assert store.redo()
    assert store.load().workspace.sent_documents == (sent,)
