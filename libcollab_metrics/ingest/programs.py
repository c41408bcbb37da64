"""Owner and program of a sheet: a school's own form, the name of the tab, and programs proposed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from libcollab_metrics.ingest.answers import Answers, merge_sheet_answers
from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.layouts import LAYOUTS
from libcollab_metrics.ingest.layouts.base import NAME_FIELDS, ReadResult
from libcollab_metrics.ingest.layouts.list_statuses import SESSION_KEY
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.heading import JOINED_WORDS, MAX_NAME_WORDS, may_be_name
from libcollab_metrics.ingest.tables.legend import MIN_LEGEND_MARKS, parse_legend
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_day, parse_month, parse_year
from libcollab_metrics.ingest.values.lexicon import months, word_list
from libcollab_metrics.ingest.values.table import RowsByTable, TableRows, first_duplicate_rows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.addresses import column_letters
from libcollab_metrics.model.names import casefold_name, clean_spaces, normalize_heading
from libcollab_metrics.model.readings import ColumnMapping, Question, SheetReading
from libcollab_metrics.model.schema import PRESENT_STATUSES

#: How each table of a sheet was read, with its rows.
ReadTables = list[tuple[SheetReading, RowsByTable]]
#: Cells of a sheet, its issue log, and its tables.
SheetResult = tuple[SheetCells, IssueLog, ReadTables]
#: Tables whose rows belong to a program that somebody must name.
PROGRAM_TABLES = ("sessions", "participation", "outcomes")
#: Layouts whose sheets count all programs together, or name them in a column of their own.
LAYOUTS_OF_ALL_PROGRAMS = ("template", "tally_grid", "month_grid")
#: Begins an answer about the program that is the heading of the column with the programs.
FROM_COLUMN = "="
#: Share of texts that may be names of people, in a column that is not offered as one of programs.
MOST_NAMES = 0.5
#: Fewest days of a list of people by which it is matched with a log.
MIN_SAME_DAYS = 3
#: Fewest people of each day of a list of fewer days, all of which must be as many as the log says.
MIN_SAME_PEOPLE = 5
#: Longest name of a program proposed, in characters.
MAX_PROPOSED = 60


#: Layout of a school's own attendance form.
SCHOOL_FORM = "sf2"


def exclude_school_days(result: ReadResult, answer: str | None, log: IssueLog) -> ReadResult:
    """Exclude the class days of a school's own form, and ask whose sessions they are.

    Parameters
    ----------
    result : ReadResult
        Rows of the form as they would count.
    answer : str or None
        "school" if the user said so; None while the question is open.
    log : IssueLog

    Returns
    -------
    ReadResult
        Without rows that count.
    """
    body, sheet = result.body, result.body.grid.cells.name
    people = result.tables.get("participation")
    reason = Message("class days of a school, which are no sessions of the library")
    code = "row-without-data" if answer else "school-days-not-counted"
    log.add_rows(code, body.excel_rows.tolist(), body.grid.cells.first_column, message=reason)
    body.exclude(np.arange(len(body.used)), reason)
    if answer or people is None:
        return replace(result, tables={})
    present = int(people.column("status").where(lambda status: status in PRESENT_STATUSES).sum())
    text = Message(
        "This is a school's attendance form with {presences} presences. Whose sessions are these?",
        presences=present,
    )
    return replace(result, tables={}, questions=(*result.questions, ask("whose", sheet, text=text)))


def assign_programs(
    read_sheets: Sequence[SheetResult], answers: Mapping[str, Any], file_name: str = ""
) -> list[SheetResult]:
    """Assign lists to the program that their tab is named after, and ask for the program of other sheets.

    A list of people on a tab named after a program of a log in the same file belongs to that program, which
    the user can confirm; a list of the days and numbers of a log belongs to its programs. An answered program
    was assigned while the sheet was read. The question proposes what the title, the tab and the file are
    named after; where the titles of a file name one program, it is also proposed for the tabs without a
    title.

    Parameters
    ----------
    read_sheets : sequence of SheetResult
    answers : mapping of str to Any
        All answers for the file.
    file_name : str, default ""
        Name of the file, which may name the program.

    Returns
    -------
    list of SheetResult
        Sheets in the given order.
    """
    logged = {
        casefold_name(name): name
        for _, _, tables in read_sheets
        for reading, rows in tables
        if not _lists_people(reading)
        for name in _program_names(rows)
    }
    titles = {
        casefold_name(name): name
        for cells, _, tables in read_sheets
        for reading, rows in tables
        if _lacks_program(rows) and (name := _first_program_name(_names_in_title(cells, reading.header_row)))
    }
    shared = (*titles.values(),) if len(titles) == 1 else ()
    read_sheets = _assign_programs_of_log(read_sheets, answers, logged)
    return [
        _assign_program(sheet, logged.get(casefold_name(sheet[0].name)), answers, shared, file_name)
        for sheet in read_sheets
    ]


def _assign_programs_of_log(
    read_sheets: Sequence[SheetResult], answers: Mapping[str, Any], logged: Mapping[str, str]
) -> list[SheetResult]:
    """Assign lists of people to the programs of a log that has one session on each of their days.

    The people listed and the number of the log must agree on most days: then both are about the same
    sessions. A list with a day that the log lacks, or has twice, is unchanged, and so is one whose program
    was answered or is the name of its tab.
    """
    logs = [
        (cells.name, _sessions_by_day(rows["sessions"]))
        for cells, _, tables in read_sheets
        for reading, rows in tables
        if "sessions" in rows and not _lists_people(reading) and not _lacks_program(rows)
    ]
    assigned = []
    for cells, log, tables in read_sheets:
        is_named = casefold_name(cells.name) in logged
        is_named |= merge_sheet_answers(answers, cells.name).get("program") is not None
        read = []
        for reading, rows in tables:
            present = Counter() if is_named else _present_by_day(reading, rows)
            name, sessions = next((own for own in logs if _are_same_days(present, own[1])), ("", {}))
            if name:
                message = Message('the days and numbers of "{sheet}"', sheet=name)
                log.add("program-from-log", value=cells.name, message=message)
                programs = {day: session["program_id"] for day, session in sessions.items() if session}
                rows = {table: _program_of_day(listed, programs) for table, listed in rows.items()}
            read.append((reading, rows))
        assigned.append((cells, log, read))
    return assigned


def _sessions_by_day(sessions: TableRows) -> dict[Any, dict[str, Any] | None]:
    """Return the session of each day; None for a day with several, or without a program."""
    by_day: dict[Any, dict[str, Any] | None] = {}
    for session in sessions:
        day = session.get("date")
        by_day[day] = session if day not in by_day and session.get("program_id") else None
    return by_day


def _present_by_day(reading: SheetReading, rows: RowsByTable) -> Counter[Any]:
    """Count the people present on each day of a list without a program; empty if a row has no day."""
    people = rows.get("participation")
    if people is None or not _lists_people(reading) or not _lacks_program(rows):
        return Counter()
    days, came = (
        people.column("date"),
        people.column("status").where(frozenset(PRESENT_STATUSES).__contains__),
    )
    if not days.known.all():
        return Counter()
    counts = Counter(dict.fromkeys(days, 0))
    counts.update(days.select(came))
    return counts


def _are_same_days(present: Mapping[Any, int], sessions: Mapping[Any, dict[str, Any] | None]) -> bool:
    """Return whether a log has one session on each day of a list, mostly with the same number of people."""
    if not present or not all(sessions.get(day) for day in present):
        return False
    if len(present) < MIN_SAME_DAYS:
        pairs = [(count, (sessions[day] or {}).get("attended")) for day, count in present.items()]
        return all(count == stated and count >= MIN_SAME_PEOPLE for count, stated in pairs)
    same = [day for day, count in present.items() if (sessions[day] or {}).get("attended") == count]
    return 3 * len(same) >= 2 * len(present)


def _program_of_day(rows: TableRows, programs: Mapping[Any, str]) -> TableRows:
    return TableRows({**rows.columns, "program_id": rows.column("date").map(programs.get)}, len(rows))


def _assign_program(
    sheet: SheetResult,
    tab_program: str | None,
    answers: Mapping[str, Any],
    shared: tuple[str, ...],
    file_name: str,
) -> SheetResult:
    cells, log, tables = sheet
    own = merge_sheet_answers(answers, cells.name)
    if own.get("program") is not None:
        return sheet
    assigned = []
    for reading, rows in tables:
        if not _lacks_program(rows) or reading.layout in LAYOUTS_OF_ALL_PROGRAMS:
            assigned.append((reading, rows))
        elif tab_program is not None and _lists_people(reading):
            assigned.append(_use_tab_program(cells, log, reading, rows, tab_program, own.get("tab_program")))
        else:
            proposed = propose_programs(cells, reading.header_row, shared, file_name)
            likely = _first_program_name(proposed)
            columns = [] if likely else list(_columns_of_programs(cells, reading))
            _report_divided_sessions(cells, columns, rows, log)
            named = [(f"{FROM_COLUMN}{heading.heading}", label) for heading, label in columns]
            options = (*named, *((name, name) for name in proposed))
            asked = Message("No column names the program. Is it “{program}”?", program=likely)
            question = ask(
                "program", cells.name, text=asked if likely else "", options=options, likely=likely
            )
            assigned.append((_with_question(reading, question), rows))
    return cells, log, assigned


def name_program_column(answers: Answers) -> Answers:
    """Return the answers with a column instead of a program if the program is "=" and a heading.

    Examples
    --------
    >>> name_program_column(Answers({"program": "=What we did"})).values
    {'mapping': {'What we did': 'programs.name'}}
    """
    named = str(answers.get("program", ""))
    if not named.startswith(FROM_COLUMN):
        return answers
    mapping = {**answers.get("mapping", {}), named.removeprefix(FROM_COLUMN): "programs.name"}
    rest = answers.without("program")
    return replace(rest, values={**rest.values, "mapping": mapping})


def _report_divided_sessions(
    cells: SheetCells, columns: Sequence[tuple[ColumnMapping, str]], rows: RowsByTable, log: IssueLog
) -> None:
    """Report the columns that may name the program and differ among those who came to one session."""
    people = rows.get("participation")
    if not columns or people is None or not len(people):
        return
    came = people.select(people.column("status").where(lambda status: status in PRESENT_STATUSES))
    places = np.array([int(row) - cells.first_row for row in came.column("row")], dtype=np.int64)
    sessions = first_duplicate_rows([came.column(name).value_codes for name in SESSION_KEY], len(came))
    for mapped, _ in columns:
        codes = cells.columns[mapped.column - cells.first_column].codes[places]
        pairs = np.unique(np.stack([sessions, codes])[:, codes != 0], axis=1)
        if len(pairs[0]) > len(np.unique(pairs[0])):
            log.add("sessions-perhaps-several", column=mapped.column, heading=mapped.heading)


def _columns_of_programs(cells: SheetCells, reading: SheetReading) -> Iterator[tuple[ColumnMapping, str]]:
    """Yield the unused columns of words that repeat and may name the program, with a label for each.

    Below "idActividad" or "Event no." codes will do.
    In a list of people of which no column holds the names, a column of names is none of them.
    """
    is_nameless = _lists_people(reading) and not any(m.field in NAME_FIELDS for m in reading.mapping)
    below = cells.rows[reading.header_row - cells.first_row + 1 :]
    for mapped in reading.mapping:
        position = mapped.column - cells.first_column
        is_other = mapped.field or not mapped.heading or _asks_something_else(mapped.heading)
        if is_other or not 0 <= position < len(cells.columns):
            continue
        texts = [text for row in below if (text := casefold_name(cell_text(row[position])))]
        is_code = not _heading_words(mapped.heading).isdisjoint(word_list("role_words", "program"))
        words = texts if is_code else [text for text in texts if re.search(r"[^\W\d_]{3}", text)]
        typed = {cell_text(row[position]) for row in below} - {""}
        is_address = 2 * sum("@" in text for text in typed) > len(typed)
        if is_address or (is_nameless and sum(map(may_be_name, typed)) > MOST_NAMES * len(typed)):
            continue
        if len(set(words)) < len(words) and 2 * len(words) > len(texts):
            letters = column_letters(mapped.column)
            label = Message("column {letters} names it: “{heading}”", letters=letters, heading=mapped.heading)
            yield mapped, label


def _heading_words(heading: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", normalize_heading(JOINED_WORDS.sub(" ", heading))))


def _asks_something_else(heading: str) -> bool:
    """Return whether a heading asks for something else than the program, or for a person, place or thing.

    Examples
    --------
    >>> _asks_something_else("Would you come again?"), _asks_something_else("Which group are you in?")
    (True, False)
    >>> _asks_something_else("Brought by"), _asks_something_else("What we did")
    (True, False)
    """
    words = _heading_words(heading)
    is_other_question = "?" in heading and not words & set(word_list("asks_which"))
    people = {*word_list("people_parts", "children"), *word_list("count_parts", "learners")}
    return is_other_question or bool(words & {*word_list("sheet_words", "not_programs"), *people})


def _use_tab_program(
    cells: SheetCells,
    log: IssueLog,
    reading: SheetReading,
    rows: RowsByTable,
    program: str,
    answer: str | None,
) -> tuple[SheetReading, RowsByTable]:
    if answer == "another":
        return reading, rows
    log.add(
        "program-from-tab",
        value=cells.name,
        message=Message('the list is read as that of "{program}"', program=program),
    )
    if answer is None:
        reading = _with_question(reading, ask("tab_program", cells.name, program=program))
    return reading, {table: listed.assign_constants(program_id=program) for table, listed in rows.items()}


def _with_question(reading: SheetReading, question: Question) -> SheetReading:
    return replace(reading, questions=(*reading.questions, question))


def _lists_people(reading: SheetReading) -> bool:
    return reading.layout in LAYOUTS and LAYOUTS[reading.layout].lists_people


def _program_names(rows: RowsByTable) -> set[str]:
    if "sessions" not in rows:
        return set()
    return {name for name in rows["sessions"].column("program_id").values if name}


def _lacks_program(rows: RowsByTable) -> bool:
    """Return whether no row of a table names its program."""
    listed = [rows[table] for table in PROGRAM_TABLES if table in rows and len(rows[table])]
    return bool(listed) and not any(table.column("program_id").known.any() for table in listed)


def propose_programs(
    cells: SheetCells, header_row: int, shared: tuple[str, ...] = (), file_name: str = ""
) -> tuple[str, ...]:
    """Return names of programs that the title, the tab and the file of a sheet suggest, in this order.

    Words that describe the sheet ("Attendance sheet of …"), dates, legends of marks, remarks, and texts that
    may be a person are not proposed.

    Parameters
    ----------
    cells : SheetCells
    header_row : int
        Excel row of the headings; the titles are above it.
    shared : tuple of str, optional
        Program that the titles of the file name, proposed after the title.
    file_name : str, default ""

    Returns
    -------
    tuple of str
        Without duplicates; empty if nothing is suggested.
    """
    stem = file_name.rpartition(".")[0].replace("_", " ")
    others = (name for text in (cells.name, stem) for name in _program_parts(text))
    proposed = [*_names_in_title(cells, header_row), *shared, *others]
    return tuple({casefold_name(name): name for name in reversed(proposed)}.values())[::-1]


def _names_in_title(cells: SheetCells, header_row: int) -> list[str]:
    above = cells.rows[: max(header_row - cells.first_row, 0)]
    filled = [[text for cell in row if (text := cell_text(cell))] for row in above]
    unlabeled = [[text for text in texts if ":" not in text] for texts in filled]
    lines = [texts[0] for texts in unlabeled if len(texts) == 1]
    titles = [line for line in lines if len(parse_legend([line])) < MIN_LEGEND_MARKS]
    return [name for text in titles for name in _program_parts(text)]


def _first_program_name(names: Sequence[str]) -> str:
    """Return the first name of more than one word, or of one that needs no other, with a word of programs.

    Examples
    --------
    >>> _first_program_name(["the parish room", "Workshop", "Storytime", "Reading Club"])
    'Storytime'
    """
    for name in names:
        words = normalize_heading(name).split()
        is_whole = len(words) > 1 or set(words) & set(word_list("sheet_words", "whole_programs"))
        if is_whole and set(words) & set(word_list("sheet_words", "programs")):
            return name
    return ""


#: Ends a part of a title: a dash between blanks, a bar, a comma, or a semicolon.
_PART_END = re.compile(r"\s+[—–-]\s+|\s*[|,;]\s*")
#: Signs of a remark, a question or a legend, which no program has in its name.
_SIGNS_OF_REMARKS = re.compile(r"[?¿=√✓✔✗✘]|[.!]$|\b(?:not?|who|but|hindi|wala)\b", re.IGNORECASE)


def _program_parts(text: str) -> Iterator[str]:
    for part in _PART_END.split(re.sub(r"\([^)]*\)?|\[[^\]]*\]?", " ", text)):
        folded = f"{normalize_heading(part)} "
        is_remark = bool(_SIGNS_OF_REMARKS.search(part)) or folded.startswith(
            word_list("doubtful", "beginnings")
        )
        if is_remark or parse_day(part) or parse_month(part):
            continue
        name = _without_half_quotes(_strip_sheet_words(part).strip("\"'“”«» "))
        if name and len(name) <= MAX_PROPOSED and _may_be_program(name):
            yield name


def _without_half_quotes(name: str) -> str:
    """Return a name without a quotation mark that is opened or closed only: "Taller "Abuelos"."""
    for opening, closing in ('""', "“”", "«»"):
        marks = name.count(opening) + (name.count(closing) if closing != opening else 0)
        if marks % 2:
            name = name.replace(opening, "").replace(closing, "")
    return name


def _strip_sheet_words(text: str) -> str:
    """Return a text without the words around it that describe the sheet, its period or its library."""
    words = clean_spaces(text.replace("_", " ")).split()
    removable = [_is_sheet_word(word) for word in words]
    while words and removable[0]:
        words, removable = words[1:], removable[1:]
    while words and removable[-1]:
        words, removable = words[:-1], removable[:-1]
    folded = {normalize_heading(word) for word in words}
    is_place = folded & set(word_list("sheet_words", "places"))
    if is_place and not folded & set(word_list("sheet_words", "kinds_of_programs")):
        return ""
    return " ".join(words) if re.search(r"[^\W\d_]{3}", " ".join(words)) else ""


def _is_sheet_word(word: str) -> bool:
    folded = normalize_heading(word.strip("()[].,:"))
    is_months = all(part in months() for part in re.split("[-–/]", folded))
    is_period = is_months or not re.search(r"[^\W\d_]", folded) or bool(parse_year(folded))
    return not folded or is_period or folded in word_list("sheet_words", "descriptions")


#: Texts that say who keeps a sheet.
_KEEPER = re.compile(
    r"\b(kept|made|prepared|recorded|submitted) (by|ni|por)\b|\b(inihanda ni|elaborado por)\b", re.IGNORECASE
)


def _may_be_program(name: str) -> bool:
    """Return whether a text has a word of programs, or several words that are no name and no code."""
    if _KEEPER.search(name):
        return False
    words = re.findall(r"[^\W\d_]+", name)
    if any(normalize_heading(word) in word_list("sheet_words", "programs") for word in words):
        return not re.search(r"\d[^\W\d_]|[^\W\d_]\d", name)
    may_be_person = len(words) <= MAX_NAME_WORDS and all(word[0].isupper() for word in words)
    return len(words) > 1 and words[0][0].isupper() and not may_be_person and not re.search(r"\d", name)
