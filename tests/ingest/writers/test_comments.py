"""The comments in a marked workbook: each cell is told what was read in it, beside the words that stood
there."""

from __future__ import annotations

import io
import re
from datetime import datetime

import pytest
from openpyxl.comments import Comment

from libcollab_metrics.ingest import redact_import
from libcollab_metrics.ingest.files.xml_scan import COLOURS
from libcollab_metrics.ingest.writers import annotated_copy
from libcollab_metrics.ingest.writers.comments import REMARKS_SHEET, format_remark
from libcollab_metrics.model import Issue
from tests.support.attackers import raw_files
from tests.support.builders.annotated_workbooks import SAMPLE, marked, opened, parts, rich_log
from tests.support.sheets import LOG, imported, xlsx


def test_a_comment_that_was_there_keeps_its_words_and_ours_stand_below() -> None:
    page = opened(marked(rich_log()))["Pat's log"]
    said = page["D7"].comment.text
    assert said.startswith("Ask Ana about this\n\nHow this cell was read\nLeft out")
    assert page["D7"].comment.author == "Ana"
    assert page["E5"].comment.text == "Mine alone"


def test_marking_a_marked_workbook_again_says_nothing_twice() -> None:
    once = marked(rich_log())
    found = imported(once)
    twice = annotated_copy.annotate(once, "March.xlsx", found.issues, remark_sheets=[REMARKS_SHEET]).data
    first, second = opened(once), opened(twice)
    assert second.sheetnames == first.sheetnames
    for sheet in first:
        comments = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
        assert {
            cell.coordinate: cell.comment.text for row in second[sheet.title] for cell in row if cell.comment
        } == comments


def test_a_mended_cell_loses_our_comment_and_keeps_the_librarians() -> None:
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


def test_several_issues_on_one_cell_are_one_comment_in_the_order_of_weight() -> None:
    data = xlsx(Log=LOG)
    issues = [Issue("unit-named", "Log", "D2", ("D2",)), Issue("number-unreadable", "Log", "D2", ("D2",))]
    said = opened(annotated_copy.annotate(data, "a.xlsx", issues).data)["Log"]["D2"].comment.text
    assert said.index("A cell is not a number") < said.index("What the numbers count")


def test_each_cell_is_told_what_was_read_in_it_not_in_its_neighbour() -> None:
    rows = [
        LOG[0],
        ["2026-03-07", "Story hour", "Hall", "about 20"],
        ["2026-03-08", "Story hour", "Hall", "about 35"],
    ]
    page = opened(marked(xlsx(Log=rows)))["Log"]
    assert '"about 20" read as 20' in page["D2"].comment.text
    assert '"about 35" read as 35' in page["D3"].comment.text


def test_a_cell_with_a_conversation_is_coloured_listed_and_said_so() -> None:
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
    found = annotated_copy.annotate(data, "a.xlsx", imported(data).issues)
    page = opened(found.data)
    assert page["Pat's log"]["D7"].comment.text == "Ask Ana about this"
    assert page["Pat's log"]["D7"].fill.fgColor.rgb == "FF" + COLOURS["left-out"]
    assert re.search(r"1 of the cells already hold", " ".join(found.remarks))


def test_a_comment_says_what_to_do_in_words_and_never_a_code() -> None:
    for issue in imported(SAMPLE).issues:
        said = format_remark(issue, 0)
        assert issue.code not in said.split()
        assert "What to do: " in said or "Nothing to do" in said


def test_a_comment_of_several_paragraphs_by_openpyxl_is_kept_too() -> None:
    book = opened(xlsx(Log=LOG))
    book["Log"]["D3"].comment = Comment("First.\n\nSecond.", "Ana")
    stream = io.BytesIO()
    book.save(stream)
    assert opened(marked(stream.getvalue()))["Log"]["D3"].comment.text.startswith(
        "First.\n\nSecond.\n\nHow this cell"
    )


def test_more_comments_than_one_block_of_shapes_holds_keep_numbers_of_their_own() -> None:
    rows = [LOG[0], *(["2026-03-07", "Story hour", "Hall", f"about {n}"] for n in range(1, 1501))]
    places = tuple(f"D{row}" for row in range(2, 1502))
    content = parts(
        annotated_copy.annotate(
            xlsx(Log=rows), "a.xlsx", [Issue("estimate-in-words", "Log", "D2", places)]
        ).data
    )
    drawing = content["xl/drawings/vmlDrawing1.vml"].decode()
    numbers = [int(number) for number in re.findall(r'id="_x0000_s(\d+)"', drawing)]
    assert len(set(numbers)) == 1500
    (claimed,) = re.findall(r'idmap [^>]*data="([\d,]+)"', drawing)
    assert {number // 1024 for number in numbers} == set(map(int, claimed.split(",")))


def test_cells_beyond_the_most_comments_are_coloured_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(annotated_copy, "MAX_COMMENTS", 2)
    issue = Issue("date-missing", "Log", "A2", ("A2", "A3", "A4"))
    found = annotated_copy.annotate(xlsx(Log=LOG), "a.xlsx", [issue])
    page = opened(found.data)["Log"]
    assert [page[cell].comment is not None for cell in issue.cells] == [True, True, False]
    assert page["A4"].fill.fgColor.rgb == "FF" + COLOURS["left-out"]
    assert "Only the first 2 cells bear a comment" in " ".join(found.remarks)


def test_what_was_told_cell_by_cell_is_not_kept_once_the_import_is_confirmed() -> None:
    rows = [
        LOG[0],
        ["2026-03-07", "Story hour", "Hall", "about 20"],
        ["2026-03-08", "Story hour", "Hall", "about 35"],
    ]
    found = imported(xlsx(Log=rows))
    assert any(issue.told for issue in found.issues)
    assert not any(issue.told for issue in redact_import(found).issues)
