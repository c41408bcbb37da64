"""The share page: who it is for, as what, its first page, what is remembered of it, and the list of what was sent."""

from __future__ import annotations

import base64
import io
import threading
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from libcollab_metrics.model import Edit, Scope, Setting, Workspace
from libcollab_metrics.reports import AUDIENCES, FORMATS, document_turn, gather, handed_over_as, publish
from libcollab_metrics.wording import LANGUAGES, language
from pages.ui.documents import Order, Wanted, make, place_in_line
from pages.ui.ledger import Ledger
from pages.ui.purposes import FORMAT_LABELS, PURPOSES, formats, purposes
from tests.pages.test_pages import LOG, only_attendance, open_page, press, texts
from tests.sheets import imported, xlsx

DAY = date(2026, 4, 30)
LEDGER = [["Program", "Date", "From", "To", "Kind", "Value", "Status"],
          ["Story hour", "2026-03-01", "library", "project", "cash", 500, "given"]]  # fmt: skip
NOTED = [[*LOG[0], "Notes"], ["2026-03-07", "Story hour", "Main", 18, "rain"]]
FOR_WHOM = "For whom is this copy? (optional, for your list)"
WORDS = {"need": "Canary", "ask": "Canary", "offers": ["Canary"], "tiers": [{"name": "Canary", "amount": 5000}]}
HOSTILE = "=1+1 <script>alert(1)</script> #set page(width: 1pt) **b** \u202eevil ₱ 王 " + "x" * 300


def open_share(workspace: Workspace | None = None, purpose: str = "planning", **query: str) -> AppTest:
    return open_page("share", workspace, audience=PURPOSES[purpose].label, **query)


def downloads(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def pictures(app: AppTest) -> list[Any]:
    return [image.proto for image in app.get("image")]


def typed(app: AppTest, label: str) -> Any:
    boxes = [*app.text_area, *app.text_input, *app.number_input, *app.multiselect]
    return next(box for box in boxes if box.label == label)


def remember(app: AppTest) -> None:
    press(app, next(button.label for button in app.button if button.label.startswith("Remember all this")))


def test_every_purpose_and_every_format_there_is_can_be_chosen() -> None:
    assert set(purposes()) == set(AUDIENCES)
    assert set(formats()) == set(FORMATS)
    assert {purpose.usual for purpose in PURPOSES.values()} <= set(FORMAT_LABELS)


@pytest.mark.parametrize("purpose", purposes())
@pytest.mark.parametrize("workspace", [only_attendance(), Workspace().append(imported(xlsx(Log=LOG, Ledger=LEDGER)))])
def test_a_document_of_every_purpose_shows_its_first_page_and_one_button(purpose: str, workspace: Workspace) -> None:
    app = open_share(workspace, purpose)
    assert not app.exception
    assert not app.error
    (picture,) = pictures(app)
    assert picture.imgs[0].alt.startswith(f"Page 1 of the {PURPOSES[purpose].label.lower()}. All programs, all dates")
    usual = PURPOSES[purpose].usual
    assert downloads(app) == [f"Download the {FORMAT_LABELS[usual]}"]


@pytest.mark.parametrize("fmt", formats())
def test_the_button_says_the_format_chosen(fmt: str) -> None:
    app = open_share(only_attendance(), format=FORMAT_LABELS[fmt])
    assert downloads(app) == [f"Download the {FORMAT_LABELS[fmt]}"]
    assert ("It comes as a zip" in texts(app)) == (handed_over_as(fmt) == "zip")


def test_a_csv_is_handed_over_with_the_file_that_describes_it() -> None:
    dataset = only_attendance().dataset()
    ground = gather(dataset, Scope(), DAY, datetime(2026, 5, 1, tzinfo=UTC))
    given = make(Wanted(dataset, "planning", Scope(), DAY, language("en")), "csv", ground, Order(), Ledger())
    with zipfile.ZipFile(io.BytesIO(given)) as archive:
        assert [name.split(".", 1)[1] for name in archive.namelist()] == ["csv", "csv-metadata.json"]
    assert handed_over_as("csv") == "zip"


def test_another_purpose_brings_its_own_usual_format() -> None:
    app = open_share(only_attendance(), "sponsor")
    assert downloads(app) == ["Download the PDF"]
    app.radio(key="audience").set_value("planning").run()
    assert downloads(app) == ["Download the Workbook (Excel)"]


def test_a_sponsor_pitch_held_back_has_no_picture_and_no_button_until_it_is_accepted() -> None:
    app = open_share(purpose="sponsor")
    assert any("not clear who bears" in warning.value for warning in app.warning)
    assert "₱3,500" in texts(app)
    assert (downloads(app), pictures(app)) == ([], [])
    app.checkbox[0].check().run()
    assert downloads(app) == ["Download the PDF"]
    app.radio(key="audience").set_value("planning").run()
    assert not app.warning
    assert downloads(app)


def test_the_library_sees_what_the_document_hides_with_the_number_and_why() -> None:
    app = open_share()
    assert "What is hidden in this document, and why" in [box.label for box in app.expander]
    listed = next(block.proto.body for block in app.get("html") if "Why it is hidden" in block.proto.body)
    assert "Only you see this" in listed
    assert "88 % (14 of 16)" in listed
    assert "The others are fewer than 10 people." in listed


def test_where_nothing_is_hidden_it_says_so() -> None:
    large = imported(xlsx(Log=[LOG[0], ["2026-03-07", "Story hour", "Main", 48]]))
    app = open_share(Workspace().append(large))
    assert any(line.value.startswith("Nothing is hidden in this document") for line in app.caption)


@pytest.mark.slow
@pytest.mark.parametrize("purpose", purposes())
def test_every_purpose_is_drawn_in_every_language(purpose: str) -> None:
    app = open_share(purpose=purpose)
    if app.checkbox:
        app.checkbox[0].check().run()
    drawn = set()
    for code in LANGUAGES:
        app.radio(key="language").set_value(code).run()
        assert not app.exception
        assert not app.error
        drawn.add(pictures(app)[0].imgs[0].url)
    assert len(drawn) == len(LANGUAGES)


def test_nothing_held_is_no_crash() -> None:
    cancelled = [LOG[0], ["2026-03-07", "CANCELLED - Story hour", "Main", None]]
    app = open_share(Workspace().append(imported(xlsx(Log=cancelled))))
    assert not app.exception
    assert not app.error
    assert downloads(app)


def test_what_is_remembered_is_one_step_and_comes_back_in_a_new_window() -> None:
    app = open_share(only_attendance(), "sponsor")
    app.multiselect(key="program").set_value(["Craft"])
    typed(app, "Contact line, on every document").set_value("Main Library, 555-0100")
    typed(app, "What we ask for").set_value("Books for two schools.\nAnd a shelf.")
    typed(app, "What we offer in return, a line each").set_value("Your name on the shelf\n\n A reading hour ")
    typed(app, "Gift 1, called").set_value("Friend")
    typed(app, "Amount 1").set_value(5000)
    steps = len(app.session_state["workspace"].steps)
    remember(app)
    workspace = app.session_state["workspace"]
    assert len(workspace.steps) == steps + 1
    assert workspace.dataset().settings.documents == {
        "contact": "Main Library, 555-0100",
        "sponsor": {
            "program": ("Craft",), "format": "pdf", "language": "en", "ask": "Books for two schools.\nAnd a shelf.",
            "offers": ("Your name on the shelf", "A reading hour"), "tiers": ({"name": "Friend", "amount": 5000},),
        },
    }  # fmt: skip
    again = open_share(workspace, "sponsor")
    assert typed(again, "What we ask for").value == "Books for two schools.\nAnd a shelf."
    assert typed(again, "Gift 1, called").value == "Friend"
    assert typed(again, "Amount 3").value is None
    assert again.multiselect(key="program").value == ["Craft"]
    again.radio(key="audience").set_value("planning").run()
    assert typed(again, "Contact line, on every document").value == "Main Library, 555-0100"
    assert "sponsor" in workspace.dataset().settings.documents


def test_remembering_one_purpose_keeps_what_another_remembers() -> None:
    kept = {"contact": "Main Library", "sponsor": {"ask": "Books."}}
    app = open_share(only_attendance().append(Setting({"documents": kept})), "planning")
    remember(app)
    documents = app.session_state["workspace"].dataset().settings.documents
    assert documents["sponsor"] == {"ask": "Books."}
    assert documents["contact"] == "Main Library"
    assert documents["planning"]["format"] == "xlsx"


def test_the_address_wins_over_what_is_remembered() -> None:
    kept = {"planning": {"format": "csv", "program": ["Craft"]}}
    app = open_share(only_attendance().append(Setting({"documents": kept})), program="Story hour")
    assert app.multiselect(key="program").value == ["Story hour"]
    assert downloads(app) == ["Download the Data (CSV)"]


def test_a_name_remembered_that_the_data_lost_is_left_out() -> None:
    kept = {"planning": {"program": ["Chess", "Craft"], "from": "2026-01-01"}}
    app = open_share(only_attendance().append(Setting({"documents": kept})))
    assert not app.exception
    assert app.multiselect(key="program").value == ["Craft"]
    assert app.date_input(key="from").value == date(2026, 1, 1)


def test_a_gift_without_an_amount_is_refused_in_words_and_nothing_is_kept() -> None:
    app = open_share(only_attendance(), "sponsor")
    typed(app, "Gift 1, called").set_value("Friend")
    press(app, "Remember all this for the sponsor pitch")
    assert "Nothing was remembered" in app.error[0].value
    assert app.session_state["workspace"].dataset().settings.documents == {}
    assert typed(app, "Gift 1, called").value == "Friend"


def test_hostile_texts_are_remembered_as_typed_and_draw_a_page() -> None:
    app = open_share(only_attendance(), "sponsor")
    typed(app, "What we ask for").set_value(HOSTILE)
    typed(app, "Contact line, on every document").set_value(HOSTILE[:150])
    remember(app)
    assert not app.error
    assert app.session_state["workspace"].dataset().settings.documents["sponsor"]["ask"] == HOSTILE.strip()
    assert downloads(app)


def test_a_logo_is_made_small_and_left_away_again() -> None:
    held = io.BytesIO()
    Image.new("RGB", (1500, 900), "navy").save(held, "JPEG")
    app = open_share(only_attendance())
    app.file_uploader[0].upload("logo.jpg", held.getvalue())
    remember(app)
    logo = app.session_state["workspace"].dataset().settings.documents["logo"]
    with Image.open(io.BytesIO(base64.b64decode(logo))) as made:
        assert made.format == "PNG"
        assert max(made.size) == 600
    next(box for box in app.checkbox if box.label == "Leave the logo away").check()
    remember(app)
    assert "logo" not in app.session_state["workspace"].dataset().settings.documents


def test_a_file_that_is_no_picture_is_one_sentence() -> None:
    app = open_share(only_attendance())
    app.file_uploader[0].upload("logo.png", b"not a picture")
    press(app, "Remember all this for the planning pack")
    assert "cannot be read as a picture" in app.error[0].value
    assert app.session_state["workspace"].dataset().settings.documents == {}


def test_no_note_is_offered_that_nobody_let_go() -> None:
    app = open_share(Workspace().append(imported(xlsx(Log=NOTED))))
    assert "No note of this selection is marked" in texts(app)
    assert "Notes and quotes to print" not in [box.label for box in app.multiselect]


def test_a_note_that_may_leave_is_chosen_remembered_and_printed() -> None:
    notes = [{"program_id": "Story hour", "date": "2026-03-07", "text": words, "may_leave": may}
             for words, may in (("They asked for more", "yes"), ("Canary stays", "no"))]  # fmt: skip
    app = open_share(only_attendance().append(Edit("notes", tuple(notes))))
    box = typed(app, "Notes and quotes to print")
    assert box.options == ["2026-03-07: They asked for more"]
    box.set_value([box.options[0]])
    remember(app)
    (chosen,) = app.session_state["workspace"].dataset().settings.documents["planning"]["notes"]
    assert len(chosen) == 16
    made = Wanted(app.session_state["workspace"].dataset(), "planning", Scope(), DAY, language("en"))
    ground = gather(made.dataset, Scope(), DAY, datetime(2026, 5, 1, tzinfo=UTC))
    page = make(made, "html", ground, Order(), Ledger())
    assert b"They asked for more" in page
    assert b"Canary" not in page


@pytest.mark.parametrize(("purpose", "text"), [(name, text) for name in purposes() for text in PURPOSES[name].texts])
def test_a_text_a_purpose_asks_for_is_printed_in_its_document(purpose: str, text: str) -> None:
    wishes = {"documents": {purpose: {text: WORDS[text]}}}
    made = publish(
        only_attendance().append(Setting(wishes)).dataset(), audience=purpose, fmt="html", as_of=DAY,
        generated_at=datetime(2026, 5, 1, tzinfo=UTC), language=language("en"),
    )  # fmt: skip
    assert b"Canary" in made.data


def test_who_ordered_a_document_sees_how_many_are_made_before_it_until_it_is_there() -> None:
    app, order = open_share(), Order()
    app.session_state["order"] = order
    for ahead in (2, 1, 0):
        order.ahead = ahead
        assert place_in_line(ahead) in texts(app.run())
    order.ahead = None
    assert "made before yours" not in texts(app.run())


def test_the_first_page_tells_its_place_while_two_other_documents_are_made() -> None:
    app = open_share()
    entered, leave = threading.Semaphore(0), threading.Event()

    def other() -> None:
        with document_turn():
            entered.release()
            leave.wait(60)

    others = [threading.Thread(target=other) for _ in range(2)]
    for thread in others:
        thread.start()
        entered.acquire()
    threading.Timer(0.5, leave.set).start()
    drawn = app.radio(key="audience").set_value("board").run()
    for thread in others:
        thread.join()
    assert len(pictures(drawn)) == 1
    assert "made before yours" not in texts(drawn)


def test_an_order_is_told_its_place_and_forgets_it_when_its_document_is_there_or_failed() -> None:
    order, seen = Order(), []
    with order.turn():
        seen.append(order.ahead)
    with pytest.raises(ValueError, match="no document"), order.turn():
        raise ValueError("no document")
    assert (seen, order.ahead) == ([0], None)
