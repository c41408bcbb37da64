"""Readers for sheets about partners: lists, programs, agreements, budgets, books by donor, and surveys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from math import isclose

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.deliveries import build_stage_fields
from libcollab_metrics.ingest.layouts.ledger import read_ledger, read_party
from libcollab_metrics.ingest.layouts.ledger_status import (
    PROMISE_RULES,
    RESERVED_PARTIES,
    read_statuses,
    status_questions,
)
from libcollab_metrics.ingest.layouts.log_rows import handle_duplicate_rows
from libcollab_metrics.ingest.layouts.own_forms import read_field_column
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.cash_sides import find_section_statuses
from libcollab_metrics.ingest.tables.gift_columns import asks_receipt
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.heading import find_statement, sheet_title
from libcollab_metrics.ingest.tables.rows import NO_STATEMENT_REASON, ByField, SheetRows, classify_rows
from libcollab_metrics.ingest.values.categories import parse_rating
from libcollab_metrics.ingest.values.columns import (
    CellIssue,
    Column,
    cell_text,
    parse_column,
    parse_numbers,
    report_issues,
    split_measures,
)
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.numbers import ParsedNumber
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, concat_rows, mask_value
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import casefold_name, normalize_heading
from libcollab_metrics.model.schema import PROJECT, SCHEMA

#: Longest text in capitals that is a name, and most words of one.
MAX_ACRONYM, MAX_NAME_WORDS = 6, 5
#: Columns of an agreement that name an organization, and not the person who answers for a promise.
PARTY_ROLES = ("giver",)


def read_partner_list(task: ReadTask) -> ReadResult:
    """Read one partner per row: name, kind, strengths and the people it can reach; contacts are dropped."""
    return _read_table(task, "partners", Message("no partner is named"))


def read_program_list(task: ReadTask) -> ReadResult:
    """Read one program per row with its partners, dates, audience and target.

    Whether a target is what success means is asked; if it is, each becomes a success criterion.
    """
    result = _read_table(task, "programs", Message("no program is named"))
    programs = result.tables.get("programs")
    if programs is None or "target_ideal" not in programs.columns:
        return result
    targets = programs.select(programs.column("target_ideal").known)
    answer = task.context.answers.get("target_is_criterion")
    if answer == "yes" and len(targets):
        criteria = TableRows(
            {
                "program_id": targets.column("name"),
                "low": targets.column("target_ideal"),
                "row": targets.column("row"),
            },
            len(targets),
        ).assign_constants(metric_id="attendance_total")
        return replace(result, tables=result.tables | {"criteria": criteria})
    if answer is not None or not len(targets):
        return result
    asked = ask("target_is_criterion", task.grid.cells.name, count=len(targets))
    return replace(result, questions=(*result.questions, asked))


def _read_table(task: ReadTask, table: str, missing: str) -> ReadResult:
    """Read the mapped columns of a table whose rows need a name."""
    fields = {m.field for m in task.mapping if m.field not in ("", "check")}

    def missing_reason(row: ByField) -> str:
        names = [cell_text(cell) for cell in row.get(f"{table}.name", ())]
        if not names:
            return missing
        return (
            Message("a heading or a remark") if len(row) == 1 < len(fields) and _is_remark(names[0]) else ""
        )

    def is_lone_remark(field: str, text: str) -> bool:
        return field == f"{table}.name" and _is_remark(text)

    body = classify_rows(task.grid, task.mapping, task.context.log, missing_reason, is_lone_remark)
    handle_duplicate_rows(body, task.context)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field.startswith(f"{table}.")}
    values = {"row": EncodedValues.from_list(body.excel_rows.tolist())}
    for field, column in columns.items():
        values |= read_field_column(table, field.partition(".")[2], column, task.context, task.key)
    rows = TableRows(values, len(body.used))
    named = rows.column("name").known
    if not named.all():  # "N/A" is not a name
        task.context.log.add_rows("row-left-out", body.excel_rows[~named], 1, message=missing)
        rows = rows.select(named)
        body.exclude(np.flatnonzero(~named), missing)
    return ReadResult(body, {table: rows} if len(rows) else {})


def _is_remark(text: str) -> bool:
    """Return whether a text is rather a heading in capitals or a sentence than a name."""
    return (text.isupper() and len(text) > MAX_ACRONYM) or len(text.split()) > MAX_NAME_WORDS or ":" in text


def read_agreement(task: ReadTask) -> ReadResult:
    """Read each row as a promise with its due day, and each organization that promised as a partner."""
    result = read_ledger(task, PROMISE_RULES)
    roles = {heading.column: heading.own_role(task.grid.layout) for heading in task.grid.headings}
    names_party = any(
        m.field == "ledger.from_party" and roles.get(m.column) in PARTY_ROLES for m in task.mapping
    )
    partners = _list_givers(result.tables["ledger"]) if names_party else TableRows({}, 0)
    return ReadResult(
        result.body, result.tables | ({"partners": partners} if len(partners) else {}), result.questions
    )


def _list_givers(ledger: TableRows) -> TableRows:
    """Return a partner for each giver that is not the library or the project, at its first row."""
    seen: dict[str, dict[str, object]] = {}
    for row, name in zip(ledger.column("row"), ledger.column("from_party"), strict=True):
        if name and casefold_name(name) not in RESERVED_PARTIES:
            seen.setdefault(casefold_name(name), {"row": row, "name": name})
    return TableRows.from_dicts(list(seen.values()))


def read_budget(task: ReadTask) -> ReadResult:
    """Read each line as two amounts of the ledger: what was budgeted, and what was spent.

    Below a line such as "Income" the amounts were received, and the others were paid from them. Income
    that was planned is no budget to spend.
    """
    result = read_ledger(task)
    income = _find_income_rows(task.grid)
    ledger = _without_rest(result, income, task)
    is_income = ledger.column("row").where(lambda row: row in income)
    if not is_income.any():
        return result
    spent = ledger.select(~is_income)
    payers = spent.column("from_party").fill_unknown(
        mask_value(spent.column("status").where(lambda status: status == "spent"), PROJECT)
    )
    spent = TableRows(spent.columns | {"from_party": payers}, len(spent))
    received = ledger.select(is_income & ledger.column("status").where(lambda status: status == "spent"))
    received = TableRows(
        received.columns | {"from_party": received.column("note")}, len(received)
    ).assign_constants(status="received", to_party=PROJECT)
    return replace(result, tables={"ledger": concat_rows([spent, received])})


def _without_rest(result: ReadResult, income: set[int], task: ReadTask) -> TableRows:
    """Return the amounts without a last line below all totals that is what is left of the income.

    With it, as much would have been spent as was received.
    """
    ledger, body = result.tables["ledger"], result.body
    if not income or not len(body.used) or not body.totals or body.used[-1] < max(body.totals):
        return ledger
    last = int(body.excel_rows[-1])
    is_actual = ledger.column("status").where(lambda status: status == "spent")
    rows = zip(ledger.column("row"), ledger.column("value"), is_actual.tolist(), strict=True)
    sums = {True: 0.0, False: 0.0}
    for row, value, is_counted in rows:
        sums[row in income] += float(value or 0) if is_counted else 0.0
    if last in income or not sums[True] or not isclose(sums[True], sums[False]):
        return ledger
    message = Message("below the total, and what is left of the income")
    task.context.log.add("row-left-out", last, body.grid.cells.first_column, message=message)
    body.exclude(np.array([len(body.used) - 1]), message)
    return ledger.select(~ledger.column("row").where(lambda row: row == last))


def _find_income_rows(grid: Grid) -> set[int]:
    """Return the Excel rows below lines that begin a section of income, up to the next section.

    In a list without sections, they are those with such a word alone: "Revenue", next to "Rent".
    """
    sections = find_section_statuses(grid.cells, grid.header)
    rows = {row for row, status in sections.items() if status == "received"}
    return rows or _find_lines_of_income(grid)


def _find_lines_of_income(grid: Grid) -> set[int]:
    """Return the Excel rows with a word for income alone in a cell, if other rows have other words there."""
    words = set(word_list("money_sections", "income"))
    for column in grid.cells.columns:
        is_income = np.array([text in words for text in column.folded])[column.codes]
        is_income[: grid.header + 1] = False
        rows = np.flatnonzero(is_income)
        if len(rows) and 2 * len(rows) < int(grid.cells.filled[grid.header + 1 :].sum()):
            return {grid.row_number(index) for index in rows.tolist()}
    return set()


#: Units of books in a list of books by donor.
BOOK_UNITS = ("pcs", "pc", "pieces", "piece", "volumes", "volume", "vols", "piezas", "tomos", "piraso")


def read_books_by_donor(task: ReadTask) -> ReadResult:
    """Read each row as books given in kind, and as a lot of books that was collected.

    A pledge is a lot that was pledged. Books of an unclear status are asked about, and counted neither as
    pledged nor as collected. Titles are counted as books, as a lower bound, where no copies are.
    """
    body = classify_rows(task.grid, task.mapping, task.context.log, _needs_books)
    handle_duplicate_rows(body, task.context)
    context, length = task.context, len(body.used)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    counts = _count_books(body, columns, task)
    status_column = columns.get("ledger.status")
    statuses = read_statuses(status_column, context, length)
    is_open = ~statuses.known & (status_column is not None and asks_receipt(status_column.heading))
    statuses = statuses.fill_unknown(mask_value(is_open, "unclear"))
    if status_column is not None:
        context.log.add_rows(
            "choice-assumed", body.excel_rows[~statuses.known], status_column.number,
            heading=status_column.heading, message=Message("a list of gifts by donor: read as received"),
        )  # fmt: skip
    usual = "pledged" if _says_promised(body, columns) else "received"
    statuses = statuses.fill_unknown(EncodedValues.constant(usual, length))
    fallback = EncodedValues.constant(task.sheet_context.program or None, length)
    shared = {
        "row": EncodedValues.from_list(body.excel_rows.tolist()),
        "program_id": _parse("ledger", "program_id", columns, task, length).fill_unknown(fallback),
    }
    gifts = {
        "date": _parse("ledger", "date", columns, task, length),
        "from_party": read_party(columns.get("ledger.from_party"), "from", context, length),
        "to_party": EncodedValues.constant(PROJECT, length),
        "kind": EncodedValues.constant("in_kind", length),
        "quantity": counts.map(lambda read: read.value),
        "unit": EncodedValues.constant("books", length),
        "unit_value": _parse("ledger", "unit_value", columns, task, length),
        "status": statuses,
        "note": _parse("ledger", "note", columns, task, length),
    }
    if "ledger.value" in columns:
        gifts |= read_field_column("ledger", "value", columns["ledger.value"], context, task.key)
    lots = {
        "lot": shared["row"].map(lambda row: f"Row {row}"),
        "site": _parse("deliveries", "site", columns, task, length),
        "language": _parse("deliveries", "language", columns, task, length),
        "unit": EncodedValues.constant("books", length),
    }
    promised = statuses.where(lambda status: status == "pledged")
    collected = statuses.where(lambda status: status in ("received", "spent"))
    for stage, rows in (("pledged", promised), ("collected", collected)):
        codes = np.where(rows, counts.codes, len(counts.values))
        lots |= build_stage_fields(stage, EncodedValues(codes, [*counts.values, ParsedNumber(None)]))
    tables = {"ledger": TableRows(shared | gifts, length), "deliveries": TableRows(shared | lots, length)}
    questions = status_questions(task.grid.cells.name, status_column, is_open, context)
    return ReadResult(body, tables, questions)


def _says_promised(body: SheetRows, columns: Mapping[str, Column]) -> bool:
    """Return whether the title, the tab or the heading of the books says that they are only promised."""
    words = {*word_list("promised_amounts", "pledges"), *word_list("promised_amounts", "promised")}
    counted = columns.get("ledger.quantity")
    texts = [sheet_title(body.grid.cells, body.grid.header), counted.heading if counted else ""]
    return any(words & set(re.findall(r"[^\W\d_]+", normalize_heading(text))) for text in texts)


def _needs_books(row: ByField) -> str:
    if row.get("ledger.quantity") or row.get("check"):
        return "" if len(row) >= 2 else Message("a number alone: no donor is named")
    return Message("no number of books")


def _count_books(body: SheetRows, columns: Mapping[str, Column], task: ReadTask) -> EncodedValues:
    """Return the number of books of each row (`ParsedNumber`)."""
    field = SCHEMA["deliveries"].field("collected")
    if "ledger.quantity" in columns:
        typed = columns["ledger.quantity"]
        bare, units = split_measures(typed)
        named = known_words("lot_unit")
        is_other = [
            unit is not None and unit not in BOOK_UNITS and named.get(normalize_heading(unit)) != "books"
            for unit in units.values
        ]
        distinct = [None if other else cell for cell, other in zip(bare.distinct, is_other, strict=True)]
        boxes = np.array(is_other, dtype=bool)[bare.codes]
        task.context.log.add_rows(
            "row-left-out", body.excel_rows[boxes], typed.number, heading=typed.heading,
            message=Message("boxes or bags: the number of books in them is not known"),
        )  # fmt: skip
        return parse_numbers(field, replace(bare, distinct=distinct), task.context, distinct)
    titles = next((h for h in task.grid.headings if h.own_role(task.grid.layout) == "titles"), None)
    if titles is None:
        return EncodedValues.constant(ParsedNumber(None), len(body.used))
    reads = parse_numbers(field, body.column_at(titles.column, titles.text), task.context)
    task.context.log.add_rows(
        "choice-assumed", body.excel_rows, titles.column, heading=titles.text,
        message=Message("titles are counted as at least as many books"),
    )  # fmt: skip
    return reads.map(
        lambda read: read if read.value is None else ParsedNumber(read.value, is_lower_bound=True)
    )


def _parse(
    table: str, name: str, columns: Mapping[str, Column], task: ReadTask, length: int
) -> EncodedValues:
    """Parse the column of a field; all unknown if there is none."""
    column = columns.get(f"{table}.{name}")
    if column is None:
        return EncodedValues.constant(None, length)
    return parse_column(table, SCHEMA[table].field(name), column, task.context)


def read_partner_survey(task: ReadTask) -> ReadResult:
    """Read the ratings of statements about a partnership, one row per respondent and statement.

    Only the statements of the partner sheet are read, in any wording that names them; a rating is a number
    from 1 to 5 or a word of agreement. A respondent is the partner's unless a column says otherwise.
    """
    body = classify_rows(task.grid, task.mapping, task.context.log, _needs_ratings)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    length = len(body.used)
    same: dict[str, EncodedValues] = {"row": EncodedValues.from_list(body.excel_rows.tolist())}
    for name in ("partner_id", "side", "date"):
        same[name] = _parse("perspectives", name, columns, task, length)
    same["side"] = same["side"].fill_unknown(EncodedValues.constant("partner", length))
    same |= _read_respondents(columns, task, length)
    parts = []
    for mapped in task.mapping:
        statement = find_statement(mapped.heading)
        if mapped.field == "perspectives.rating" and statement:
            ratings = _read_agreement(body.column(mapped), task)
            item = {"item": EncodedValues.constant(statement, length), "rating": ratings}
            parts.append(TableRows(same | item, length).select(ratings.known))
    return ReadResult(body, {"perspectives": concat_rows(parts)} if parts else {})


def _needs_ratings(row: ByField) -> str:
    if not row.get("perspectives.partner_id"):
        return Message("no partner is named")
    return "" if row.get("perspectives.rating") else NO_STATEMENT_REASON


def _read_respondents(columns: Mapping[str, Column], task: ReadTask, length: int) -> dict[str, EncodedValues]:
    column = columns.get("perspectives.respondent_key")
    if column is None:
        return {}
    return dict(read_field_column("perspectives", "respondent_key", column, task.context, task.key))


def _read_agreement(column: Column, task: ReadTask) -> EncodedValues:
    texts = column.cell_texts
    ratings = [parse_rating(text, accept_numbers=True) if text else None for text in texts]
    issues: list[CellIssue] = [
        ("outside-scale", Message("neither a number from 1 to 5 nor a word of agreement: read as unknown"))
        if text and rating is None
        else None
        for text, rating in zip(texts, ratings, strict=True)
    ]
    report_issues(column.without_texts(), task.context, issues)
    return EncodedValues(column.codes, ratings)
