"""The comments in an annotated copy: each cell gets its own issue, below any existing comment."""

from __future__ import annotations

import io
import re
from datetime import datetime

import pytest
from openpyxl.comments import Comment

from libcollab_metrics.ingest import redact_import
from libcollab_metrics.ingest.files.xml_scan import COLOURS
from libcollab_metrics.ingest.tables.own_workbooks import GENERATED_REASON
from libcollab_metrics.ingest.writers import annotated_copy
from libcollab_metrics.ingest.writers.comments import REMARKS_SHEET, format_remark
from libcollab_metrics.localization import language
from libcollab_metrics.model import Issue
from tests.support.attackers import raw_files
from tests.support.builders.annotated_workbooks import SAMPLE, marked, opened, parts, rich_log
from tests.support.sheets import LOG, imported, xlsx


def test_existing_comment_is_preserved_and_ours_is_added_below() -> None:
    page = opened(marked(rich_log()))["Pat's log"]
    comment = page["D7"].comment.text
    assert comment.startswith("Ask Ana about this\n\nHow this cell was read\nLeft out")
    assert page["D7"].comment.author == "Ana"
    assert page["E5"].comment.text == "Mine alone"


def test_annotating_an_annotated_copy_again_repeats_nothing() -> None:
    once = marked(rich_log())
    imported_file = imported(once)
    twice = annotated_copy.annotate(
        once, "March.xlsx", imported_file.issues, remark_sheets=[REMARKS_SHEET]
    ).data
    first, second = opened(once), opened(twice)
    assert second.sheetnames == first.sheetnames
    for sheet in first:
        comments = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
        assert {
            cell.coordinate: cell.comment.text for row in second[sheet.title] for cell in row if cell.comment
        } == comments


def test_corrected_cell_loses_our_comment_and_keeps_the_existing_one() -> None:
    once = opened(marked(rich_log()))
    once["Pat's log"]["D7"] = 17
    once["Pat's log"]["A9"] = datetime(2026, 1, 8)
    stream = io.BytesIO()
    once.save(stream)
    page = opened(
        annotated_copy.annotate(stream.getvalue(), "March.xlsx", imported(stream.getvalue()).issues).data
    )
    assert page["Pat's log"]["D7"].comment.text == "Ask Ana about this"
    assert page["Pat's log"]["A9"].comment is None


def test_several_issues_on_one_cell_are_ordered_by_severity() -> None:
    data = xlsx(Log=LOG)
    issues = [Issue("unit-named", "Log", "D2", ("D2",)), Issue("number-unreadable", "Log", "D2", ("D2",))]
    comment = opened(annotated_copy.annotate(data, "a.xlsx", issues).data)["Log"]["D2"].comment.text
    assert comment.index("A cell is not a number") < comment.index("What the numbers count")


def test_each_comment_quotes_its_own_cell() -> None:
    rows = [
        LOG[0],
        ["2026-03-07", "Story hour", "Hall", "about 20"],
        ["2026-03-08", "Story hour", "Hall", "about 35"],
    ]
    page = opened(marked(xlsx(Log=rows)))["Log"]
    assert '"about 20" read as 20' in page["D2"].comment.text
    assert '"about 35" read as 35' in page["D3"].comment.text


def test_cell_with_a_threaded_comment_is_colored_and_reported() -> None:
    content = parts(rich_log())
    link = (
        b'<Relationship Id="rId77"'
        b' Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
        b' Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    content[rels] = content[rels].replace(b"</Relationships>", link)
    content["xl/threadedComments/threadedComment1.xml"] = (
        b'<ThreadedComments><threadedComment ref="D7"/></ThreadedComments>'
    )
    data = raw_files.zipped(content)
    annotated = annotated_copy.annotate(data, "a.xlsx", imported(data).issues)
    book = opened(annotated.data)
    assert book["Pat's log"]["D7"].comment.text == "Ask Ana about this"
    assert book["Pat's log"]["D7"].fill.fgColor.rgb == "FF" + COLOURS["left-out"]
    assert re.search(r"1 of the cells already have", " ".join(annotated.remarks))


def test_comment_gives_advice_in_words_without_codes() -> None:
    for issue in imported(SAMPLE).issues:
        remark = format_remark(issue, 0, language("en"))
        assert issue.code not in remark.split()
        assert "What to do: " in remark or "Nothing to do" in remark


def test_multi_paragraph_comment_by_openpyxl_is_preserved() -> None:
    book = opened(xlsx(Log=LOG))
    book["Log"]["D3"].comment = Comment("First.\n\nSecond.", "Ana")
    stream = io.BytesIO()
    book.save(stream)
    assert opened(marked(stream.getvalue()))["Log"]["D3"].comment.text.startswith(
        "First.\n\nSecond.\n\nHow this cell"
    )


def test_shape_numbers_are_unique_beyond_one_block() -> None:
    rows = [LOG[0], *(["2026-03-07", "Story hour", "Hall", f"about {n}"] for n in range(1, 1501))]
    addresses = tuple(f"D{row}" for row in range(2, 1502))
    content = parts(
        annotated_copy.annotate(
            xlsx(Log=rows), "a.xlsx", [Issue("estimate-in-words", "Log", "D2", addresses)]
        ).data
    )
    drawing = content["xl/drawings/vmlDrawing1.vml"].decode()
    numbers = [int(number) for number in re.findall(r'id="_x0000_s(\d+)"', drawing)]
    assert len(set(numbers)) == 1500
    (reserved_blocks,) = re.findall(r'idmap [^>]*data="([\d,]+)"', drawing)
    assert {number // 1024 for number in numbers} == set(map(int, reserved_blocks.split(",")))


def test_cells_beyond_the_comment_limit_are_colored_and_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(annotated_copy, "MAX_COMMENTS", 2)
    issue = Issue("date-missing", "Log", "A2", ("A2", "A3", "A4"))
    annotated = annotated_copy.annotate(xlsx(Log=LOG), "a.xlsx", [issue])
    page = opened(annotated.data)["Log"]
    assert [page[cell].comment is not None for cell in issue.cells] == [True, True, False]
    assert page["A4"].fill.fgColor.rgb == "FF" + COLOURS["left-out"]
    assert "Only the first 2 cells have a comment" in " ".join(annotated.remarks)


def test_cell_details_are_removed_after_the_import_is_confirmed() -> None:
    rows = [
        LOG[0],
        ["2026-03-07", "Story hour", "Hall", "about 20"],
        ["2026-03-08", "Story hour", "Hall", "about 35"],
    ]
    imported_file = imported(xlsx(Log=rows))
    assert any(issue.messages for issue in imported_file.issues)
    assert not any(issue.messages for issue in redact_import(imported_file).issues)


@pytest.mark.parametrize("code", ["es", "fil"])
def test_comments_and_their_list_are_in_the_chosen_language(code: str) -> None:
    data = rich_log()
    first = annotated_copy.annotate(data, "March.xlsx", imported(data).issues, language_code=code).data
    words = language(code)
    comment = opened(first)["Pat's log"]["D7"].comment.text
    heading = words.translate("How this cell was read", "screen")
    assert heading != "How this cell was read"
    assert comment.startswith(f"Ask Ana about this\n\n{heading}\n")
    assert "Left out" not in comment
    assert "What to do" not in comment
    assert opened(first).sheetnames[-1] == words.translate(REMARKS_SHEET, "screen")


def test_copy_marked_in_one_language_is_marked_again_in_another() -> None:
    data = rich_log()
    spanish = annotated_copy.annotate(data, "March.xlsx", imported(data).issues, language_code="es").data
    again = imported(spanish)
    (own,) = [sheet.name for sheet in again.reading.sheets if sheet.saw == GENERATED_REASON]
    english = annotated_copy.annotate(spanish, "March.xlsx", again.issues, remark_sheets=[own]).data
    comment = opened(english)["Pat's log"]["D7"].comment.text
    assert comment.count("Ask Ana about this") == 1
    assert language("es").translate("How this cell was read", "screen") not in comment
    assert "How this cell was read\nLeft out" in comment


def test_list_of_remarks_counts_in_the_language() -> None:
    """Column G names 30 cells and counts the others."""
    guesses = [[f"2026-01-{1 + n % 28:02d}", "Story hour", "Main", "about 20"] for n in range(1230)]
    data = xlsx(Log=[["Date", "Title", "Location", "Attendance"], *guesses])
    copy = annotated_copy.annotate(data, "March.xlsx", imported(data).issues, language_code="es").data
    column = [cell.value or "" for cell in opened(copy).worksheets[-1]["G"]]
    assert any(text.endswith(" y 1.200 más") for text in column)
