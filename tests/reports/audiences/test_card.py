"""A share card shows one count, exact or a floor, and a mark for each item where there are 20 to 600."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image

from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES
from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import preview_png, publish
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.brand import Brand
from libcollab_metrics.reports.checklist import list_fixes
from libcollab_metrics.reports.collect import collect_report_data
from libcollab_metrics.reports.document import Document, Hero, Heroes, Letterhead, Pictogram
from libcollab_metrics.reports.document_options import DocumentOptions
from libcollab_metrics.reports.render.to_png import to_png
from tests.reports.conftest import DAY, ENGLISH, MADE
from tests.support.builders.datasets import dataset as small

ACCENT = (0xB9, 0x3C, 0x0B)


def lots(*in_hands: int | None) -> list[dict[str, Any]]:
    return [
        {"lot": f"L{n}", "site": "Hall", "received": 300, "in_hands": books}
        for n, books in enumerate(in_hands)
    ]


def card(data: Dataset, options: DocumentOptions = DocumentOptions(), scope: Scope = Scope()) -> Document:  # noqa: B008
    return compose("card", replace(collect_report_data(data, scope, DAY, MADE), options=options), ENGLISH)


def hero(composed: Document) -> Hero:
    (shown,) = [hero for block in composed.blocks if isinstance(block, Heroes) for hero in block.heroes]
    return shown


def marks(composed: Document) -> list[Pictogram]:
    return [block for block in composed.blocks if isinstance(block, Pictogram)]


def test_books_are_a_floor_with_place_date_and_method() -> None:
    """120 and 30 books are in readers' hands; a third lot was not counted."""
    data = small(deliveries=lots(120, 30, None), sites=[{"site": "Hall"}])
    composed = card(data, DocumentOptions(method="hill.example/method", recipient="Hope Foundation"))
    assert hero(composed) == Hero("150+", "books in readers’ hands", "at Hall, by June 2026")
    assert marks(composed) == [Pictogram(150, "One mark is one book. Thank you, Hope Foundation.")]
    assert composed.about == (
        "“+” means at least: books in 2 of 3 deliveries. How we count: hill.example/method"
    )


def test_place_that_is_not_on_record_is_left_out() -> None:
    assert hero(card(small(deliveries=lots(120)))).note == "by June 2026"


@pytest.mark.parametrize(("books", "drawn"), [(19, False), (20, True), (600, True), (601, False)])
def test_pictogram_needs_twenty_to_six_hundred_items(books: int, drawn: bool) -> None:
    assert [block.count for block in marks(card(small(deliveries=lots(books))))] == ([books] if drawn else [])


def test_visits_have_no_mark_each_because_they_are_people() -> None:
    """30 and 25 visits, and one session that was not counted: 67% of the sessions."""
    sessions = [{"on": f"2026-0{n}-10", "attended": count} for n, count in ((1, 30), (2, 25), (3, None))]
    composed = card(small(sessions))
    assert hero(composed) == Hero("55+", "visits to 3 sessions", "January – March 2026")
    assert marks(composed) == []


def test_sessions_are_counted_where_visits_mostly_are_not() -> None:
    """One of 24 sessions has a number."""
    sessions = [{"on": f"2026-01-{n:02}", "attended": 30 if n == 1 else None} for n in range(1, 25)]
    composed = card(small(sessions))
    assert (hero(composed).value, hero(composed).unit) == ("24", "sessions held")
    assert marks(composed) == [Pictogram(24, "One mark is one session.")]


def test_card_without_a_count_shows_the_gain() -> None:
    """24 readers gained one to four points; nothing was counted."""
    scores = [
        {"who": f"R{n}", "measure": "confidence", "before": 5 + n % 2, "after": 7 + n % 3, "scale_max": 20}
        for n in range(24)
    ]
    composed = card(small(outcomes=scores))
    assert (hero(composed).value, hero(composed).unit) == ("+2.5", "points in confidence")
    assert hero(composed).note.startswith("24 readers tested before and after; likely between")


def test_card_without_a_figure_is_an_invitation() -> None:
    composed = card(small(), DocumentOptions(Letterhead(contact="8 Cedar Avenue", library="Hill Library")))
    assert (composed.title, composed.blocks, composed.about) == ("Come and see us", (), "")
    fixes = list_fixes(collect_report_data(small(), Scope(), DAY, MADE), "card", ENGLISH)
    assert fixes[0].startswith("No count is complete enough for the card.")


@pytest.mark.parametrize("books", [(), (30,), (601,)])
def test_lower_half_of_every_card_is_drawn(books: tuple[int, ...]) -> None:
    """Of marks where there are few enough, else of a shelf."""
    composed = replace(card(small(deliveries=lots(*books))), brand=Brand("#B93C0B"))
    picture = Image.open(io.BytesIO(to_png(composed, ENGLISH))).convert("RGB")
    lower = picture.crop((86, 600, 994, 1000))
    drawn = sum(count for count, colour in lower.getcolors(1 << 20) or () if colour == ACCENT)
    assert drawn > 0.05 * lower.width * lower.height


def test_card_releases_no_other_number() -> None:
    data = small([{"attended": 30, "on": "2026-01-10"}], deliveries=lots(120))
    released = [value for evaluation in card(data).evaluations for value in evaluation.values]
    assert [(value.metric, value.value) for value in released] == [("books_at_stage", 120)]


def test_picture_is_square_with_a_mark_for_each_item() -> None:
    """Each of the 30 marks is separated from the next by the ground."""
    data = small(deliveries=lots(30))
    composed = replace(card(data), brand=Brand("#B93C0B"))
    picture = Image.open(io.BytesIO(to_png(composed, ENGLISH))).convert("RGB")
    assert picture.size == (1080, 1080)
    lines = [
        [picture.getpixel((x, y)) == ACCENT for x in range(picture.width)]
        for y in range(560, picture.height - 120, 4)
    ]
    starts = max(sum(now and not before for before, now in pairwise(line)) for line in lines)
    assert starts == 16
    assert to_png(composed, ENGLISH) == to_png(composed, ENGLISH)


@pytest.mark.parametrize(
    "name", ["Hill Library", "Doña Remedios Trinidad Memorial Municipal Library and Archive of San José"]
)
def test_long_names_stay_inside_the_picture(name: str) -> None:
    data = small(deliveries=lots(599), settings={"library": name})
    options = DocumentOptions(recipient="The Very Generous Foundation for Reading in the Northern Provinces")
    composed = card(data, options)
    shown = replace(composed, letterhead=replace(composed.letterhead, library=name), brand=Brand("#B93C0B"))
    picture = Image.open(io.BytesIO(to_png(shown, ENGLISH))).convert("RGB")
    ground = picture.getpixel((0, 0))
    edges = [(x, y) for x in range(1080) for y in (*range(20), *range(1040, 1080))]
    edges += [(x, y) for y in range(1080) for x in (*range(60), *range(1020, 1080))]
    assert {picture.getpixel(at) for at in edges} == {ground}


def test_each_audience_is_published_in_its_own_formats_only() -> None:
    data, day = small(deliveries=lots(120)), date(2026, 6, 30)

    def make(audience: str, fmt: str) -> bytes:
        return publish(data, audience=audience, fmt=fmt, as_of=day, generated_at=MADE, language=ENGLISH).data

    assert make("card", "png").startswith(b"\x89PNG")
    assert DOCUMENT_AUDIENCES["card"].formats == ("png",)
    for audience, fmt in (("card", "pdf"), ("board", "png")):
        with pytest.raises(LibCollabError, match=f'"{fmt}"'):
            make(audience, fmt)


def test_preview_of_the_card_is_the_card() -> None:
    data = small(deliveries=lots(120))
    shared = {"as_of": DAY, "generated_at": MADE, "language": ENGLISH}
    file = publish(data, audience="card", fmt="png", **shared)
    assert preview_png(data, audience="card", **shared) == file.data


def test_card_is_one_picture_when_every_text_needs_two_lines() -> None:
    """The unit, the thanks and the explanation take two lines or more next to 600 marks."""
    composed = card(small(deliveries=lots(600)))
    long = replace(hero(composed), unit="books in the hands of readers and of their families")
    text = "One mark is one book. Thank you, " + "Foundation for Reading " * 5
    made = replace(
        composed, blocks=(Heroes((long,)), Pictogram(600, text)), about="How we count: " + "word " * 50
    )
    with Image.open(io.BytesIO(to_png(made, ENGLISH))) as picture:
        assert picture.size == (1080, 1080)
