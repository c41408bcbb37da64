"""What the share page remembers for a document: wishes, a logo, releasable notes and texts."""

from __future__ import annotations

import base64
import io
from datetime import UTC, datetime

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES
from libcollab_metrics.localization import language
from libcollab_metrics.model import Edit, Scope, Setting, Workspace
from libcollab_metrics.reports import collect_report_data, publish
from pages.ui.share.documents import DocumentRequest, QueuedDocument, ReleaseLedger, make_document
from tests.pages.test_journey import settled
from tests.pages.test_pages import LOG, only_attendance, press, texts
from tests.support.browser.share_page import DAY, downloads, open_share, remember, selection, typed
from tests.support.builders.gift_library import gift_library
from tests.support.sheets import imported, xlsx

NOTED = [[*LOG[0], "Notes"], ["2026-03-07", "Story hour", "Main", 18, "rain"]]
WORDS = {
    "need": "Canary",
    "ask": "Canary",
    "headline": "Canary.",
    "reply_by": "2026-07-15",
    "offers": ["Canary"],
    "tiers": [{"name": "Canary", "amount": 5000}],
}
HOSTILE = "=1+1 <script>alert(1)</script> #set page(width: 1pt) **b** \u202eevil ₱ 王 " + "x" * 300


def test_remembered_options_are_one_step_and_return_later() -> None:
    app = open_share(only_attendance(), "pitch")
    app.multiselect(key="program").set_value(["Craft"])
    typed(app, "Contact line, on every document").set_value("Main Library, 555-0100")
    typed(app, "Your request").set_value("Books for two schools.\nAnd a shelf.")
    typed(app, "What sponsors get in return, one per line").set_value(
        "Your name on the shelf\n\n A reading hour "
    )
    typed(app, "Level 1 name").set_value("Friend")
    typed(app, "Amount 1").set_value(5000)
    steps = len(app.session_state["workspace"].steps)
    remember(app)
    workspace = app.session_state["workspace"]
    assert len(workspace.steps) == steps + 1
    assert workspace.dataset().settings.documents == {
        "contact": "Main Library, 555-0100",
        "pitch": {
            "program": ("Craft",),
            "format": "pdf",
            "language": "en",
            "ask": "Books for two schools.\nAnd a shelf.",
            "offers": ("Your name on the shelf", "A reading hour"),
            "tiers": ({"name": "Friend", "amount": 5000},),
        },
    }
    again = open_share(workspace, "pitch")
    assert typed(again, "Your request").value == "Books for two schools.\nAnd a shelf."
    assert typed(again, "Level 1 name").value == "Friend"
    assert typed(again, "Amount 3").value is None
    assert "Craft, all dates" in selection(again)
    again.radio(key="audience").set_value("planning").run()
    assert typed(again, "Contact line, on every document").value == "Main Library, 555-0100"
    assert "pitch" in workspace.dataset().settings.documents


def test_remembering_one_purpose_keeps_the_options_of_another() -> None:
    remembered = {"contact": "Main Library", "sponsor": {"ask": "Books."}}
    app = open_share(only_attendance().append(Setting({"documents": remembered})), "planning")
    remember(app)
    documents = app.session_state["workspace"].dataset().settings.documents
    assert documents["sponsor"] == {"ask": "Books."}
    assert documents["contact"] == "Main Library"
    assert documents["planning"]["format"] == "pdf"


def test_address_options_override_remembered_ones() -> None:
    remembered = {"planning": {"format": "csv", "program": ["Craft"]}}
    app = open_share(only_attendance().append(Setting({"documents": remembered})), program="Story hour")
    assert app.multiselect(key="program").value == ["Story hour"]
    assert "Story hour, all dates" in selection(app)
    assert downloads(app) == ["Download CSV"]


def test_remembered_name_missing_from_the_data_is_ignored() -> None:
    remembered = {"planning": {"program": ["Chess", "Craft"], "from": "2026-01-01"}}
    app = open_share(only_attendance().append(Setting({"documents": remembered})))
    assert not app.exception
    assert not app.error
    assert "Craft, from 1 January 2026" in selection(app)


def test_gift_without_an_amount_is_refused_and_nothing_stored() -> None:
    app = open_share(only_attendance(), "sponsor")
    typed(app, "Level 1 name").set_value("Friend")
    press(app, "Save for the sponsor report")
    assert "Nothing was saved" in app.error[0].value
    assert app.session_state["workspace"].dataset().settings.documents == {}
    assert typed(app, "Level 1 name").value == "Friend"


def test_hostile_texts_are_remembered_as_typed() -> None:
    app = open_share(only_attendance(), "sponsor")
    typed(app, "Your request").set_value(HOSTILE)
    typed(app, "Contact line, on every document").set_value(HOSTILE[:150])
    remember(app)
    assert not app.error
    assert app.session_state["workspace"].dataset().settings.documents["sponsor"]["ask"] == HOSTILE.strip()
    assert downloads(app)


def test_logo_is_scaled_down_and_can_be_removed() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (1500, 900), "navy").save(buffer, "JPEG")
    app = open_share(only_attendance())
    app.file_uploader[0].upload("logo.jpg", buffer.getvalue())
    remember(app)
    logo = app.session_state["workspace"].dataset().settings.documents["logo"]
    with Image.open(io.BytesIO(base64.b64decode(logo))) as picture:
        assert picture.format == "PNG"
        assert max(picture.size) == 600
    next(box for box in app.checkbox if box.label == "Remove the logo").check()
    remember(app)
    assert "logo" not in app.session_state["workspace"].dataset().settings.documents


def test_file_that_is_not_a_picture_gets_one_sentence() -> None:
    app = open_share(only_attendance())
    app.file_uploader[0].upload("logo.png", b"not a picture")
    press(app, "Save for the planning pack")
    assert "cannot be read as a picture" in app.error[0].value
    assert app.session_state["workspace"].dataset().settings.documents == {}


def test_unreleased_notes_are_not_offered() -> None:
    app = open_share(Workspace().append(imported(xlsx(Log=NOTED))))
    assert "No note of this selection is marked" in texts(app)
    assert "Notes and quotes to print" not in [box.label for box in app.multiselect]


def test_releasable_note_is_chosen_remembered_and_printed() -> None:
    notes = [
        {"program_id": "Story hour", "date": "2026-03-07", "text": words, "may_leave": permission}
        for words, permission in (("They asked for more", "yes"), ("Canary stays", "no"))
    ]
    app = open_share(only_attendance().append(Edit("notes", tuple(notes))), "sponsor")
    box = typed(app, "Notes and quotes to print")
    assert box.options == ["2026-03-07: They asked for more"]
    box.set_value([box.options[0]])
    remember(app)
    (chosen,) = app.session_state["workspace"].dataset().settings.documents["sponsor"]["notes"]
    assert len(chosen) == 16
    request = DocumentRequest(
        app.session_state["workspace"].dataset(), "sponsor", Scope(), DAY, language("en")
    )
    collected = collect_report_data(request.dataset, Scope(), DAY, datetime(2026, 5, 1, tzinfo=UTC))
    page = make_document(request, "html", collected, QueuedDocument(), ReleaseLedger())
    assert b"They asked for more" in page
    assert b"Canary" not in page


@pytest.mark.parametrize(
    ("purpose", "text"),
    [(name, text) for name, audience in DOCUMENT_AUDIENCES.items() for text in audience.texts],
)
def test_text_of_a_purpose_is_printed_in_its_document(purpose: str, text: str) -> None:
    programs = [["Program *", "Partners"], ["Story hour", "Hope Foundation"]]
    published = publish(
        gift_library(documents={purpose: {text: WORDS[text]}}, Programs=programs),
        audience=purpose,
        fmt="html",
        as_of=DAY,
        generated_at=datetime(2026, 5, 1, tzinfo=UTC),
        language=language("en"),
    )
    assert (b"15 July" if text == "reply_by" else b"Canary") in published.data


def test_photo_is_stored_with_its_consent_and_can_be_removed() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (1500, 900), "navy").save(buffer, "PNG")
    app = open_share(only_attendance())
    app.file_uploader[1].upload("photo.png", buffer.getvalue())
    next(box for box in app.selectbox if box.label == "It shows").set_value("adults")
    next(box for box in app.selectbox if box.label.startswith("Written consent")).set_value("public")
    remember(app)
    photo = dict(app.session_state["workspace"].dataset().settings.documents["photo"])
    with Image.open(io.BytesIO(base64.b64decode(photo.pop("picture")))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1200, 720))
    assert photo == {"shows": "adults", "consent": "public"}
    next(box for box in app.checkbox if box.label == "Remove the photo").check()
    remember(app)
    assert "photo" not in app.session_state["workspace"].dataset().settings.documents


def test_own_recommendation_is_stored_and_offered_again() -> None:
    app = open_share(only_attendance(), "board")
    label = language("en").message("decide-targets")
    typed(app, label).set_value("Yes, at the next meeting.")
    remember(app)
    workspace = app.session_state["workspace"]
    (stored,) = workspace.dataset().settings.documents["board"]["recommendations"]
    assert stored == {"decision": "targets|", "text": "Yes, at the next meeting."}
    again = open_share(workspace, "board")
    assert typed(again, label).value == "Yes, at the next meeting."
    typed(again, label).set_value("")
    remember(again)
    assert "recommendations" not in again.session_state["workspace"].dataset().settings.documents["board"]


@pytest.mark.browser
def test_default_format_looks_chosen_until_another_is(page: Page, app_url: str) -> None:
    colour = "option => getComputedStyle(option.closest('label')).borderColor"
    page.goto(f"{app_url}/reports")
    settled(page)
    formats = page.get_by_role("radiogroup", name="Format")
    pdf, word = (formats.get_by_text(name, exact=True) for name in ("PDF", "Word"))
    chosen, other = pdf.evaluate(colour), word.evaluate(colour)
    assert chosen != other
    word.click()
    expect(formats.get_by_role("radio", name="Word")).to_be_checked()
    assert (pdf.evaluate(colour), word.evaluate(colour)) == (other, chosen)
