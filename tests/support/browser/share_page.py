"""Use the share page in a test: open it for a purpose, find its buttons, pictures and inputs."""

from __future__ import annotations

from datetime import date
from typing import Any

from streamlit.testing.v1 import AppTest

from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES
from libcollab_metrics.model import Workspace
from tests.pages.test_pages import open_page, press

DAY = date(2026, 4, 30)
LEDGER = [
    ["Program", "Date", "From", "To", "Kind", "Value", "Status"],
    ["Story hour", "2026-03-01", "library", "project", "cash", 500, "given"],
]
AUDIENCE_LABEL = "Recipient (optional – for your log)"


def open_share(workspace: Workspace | None = None, purpose: str = "planning", **query: str) -> AppTest:
    return open_page("reports", workspace, audience=DOCUMENT_AUDIENCES[purpose].label, **query)


def downloads(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def pictures(app: AppTest) -> list[Any]:
    return [image.proto for image in app.get("image")]


def selection(app: AppTest) -> str:
    """What the document is about, in the words that describe its first page."""
    (picture,) = pictures(app)
    return str(picture.imgs[0].alt)


def typed(app: AppTest, label: str) -> Any:
    boxes = [*app.text_area, *app.text_input, *app.number_input, *app.multiselect]
    return next(box for box in boxes if box.label == label)


def remember(app: AppTest) -> None:
    press(app, next(button.label for button in app.button if button.label.startswith("Save for the")))
