"""Columns of score sheets: the measure and the time of each score, and the mapping they imply."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.heading import (
    LEVEL_MEASURE,
    LEVEL_MEASURE_OF,
    NAMED_MEASURES,
    Heading,
    Score,
    find_sheet_phase,
    has_phil_iri_headings,
    parse_score_heading,
    set_measure,
    states_best_score,
    strip_maximum,
)
from libcollab_metrics.ingest.tables.totals import is_possible_total
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import known_headings, known_words, months, word_list
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping

#: Field of a score column by phase, and replacements for fields of people lists in a score sheet.
FIELD_BY_PHASE = {"before": "outcomes.before", "after": "outcomes.after"}
SCORE_FIELDS = {"participation.date": "outcomes.date", "programs.name": "outcomes.program_id"}
ALLOWED_TARGETS = (
    "outcomes.",
    "check",
    "discard",
    "participation.person_key",
    "participation.first_name",
    "participation.last_name",
)
#: Roles of headings that identify a person.
PERSON_ROLES = ("code", "person", "first_name", "last_name")
#: Fewest different reading levels among the headings of a tally of learners.
MIN_LEVELS_COUNTED = 2
BY_ROW_REASON = Message("a score; another column says whether it was before or after")


def score_role(heading: Heading) -> str:
    """Return the role of a heading in a score sheet, whatever its maximum ("Score /30"), or ""."""
    entry = heading.entry_for("scores")
    if entry is None and (bare := strip_maximum(heading.text)) != heading.text:
        entry = known_headings("scores").get(normalize_heading(bare))
    return entry.role if entry is not None and not entry.is_weak else ""


def find_score_columns(grid: Grid) -> Mapping[int, Score]:
    """Find the score columns by Excel column number; a missing phase is that of the sheet."""
    by_row = any(score_role(heading) == "phase" for heading in grid.headings)
    phase = "" if by_row else find_sheet_phase(grid.cells, grid.top)
    phil_iri = has_phil_iri_headings(grid.headings)
    occasions, scores = _find_occasions(grid.headings), {}
    tallies = _find_learner_counts(grid.headings)
    for heading in grid.headings:
        if heading in tallies:
            continue
        score = occasions.get(heading.column) or parse_score_heading(heading.text)
        score = set_measure(score, grid.texts_under(heading.column), phil_iri)
        if is_score_heading(heading, score):
            scores[heading.column] = (
                score if score.phase else replace(score, phase=phase, measure=_own_measure(heading, score))
            )
    scores = _join_numbered_tests(scores)
    return _separate_levels(scores, {h.column: parse_score_heading(h.text).measure for h in grid.headings})


def _join_numbered_tests(scores: dict[int, Score]) -> dict[int, Score]:
    """Return scores without the numbers of their tests: "Test 1 (before)" and "Test 2 (after)" are of one.

    "Pre-test 1" and "Post-test 1" next to "Pre-test 2" and "Post-test 2" are of two.
    """
    numbers = {
        phase: {score.measure for score in scores.values() if score.phase == phase}
        for phase in ("before", "after")
    }
    both = [*numbers["before"], *numbers["after"]]
    if len(both) != len(numbers) or len({*both}) < len(both) or not all(map(str.isdecimal, both)):
        return scores
    return {
        column: replace(score, measure="") if score.measure in both else score
        for column, score in scores.items()
    }


def _find_learner_counts(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings that count learners, next to those of two reading levels or more.

    "Frustration" and "Instructional" under "Pre-test" say how many read at each level, as "No. tested" does.
    """
    known = known_words("reading_level")
    measures = {heading: parse_score_heading(heading.text).measure for heading in headings if heading.text}
    levels = {known[measure] for measure in measures.values() if measure in known}
    if len(levels) < MIN_LEVELS_COUNTED:
        return []
    return [h for h, measure in measures.items() if measure in known or is_possible_total(measure)]


def _find_occasions(headings: Sequence[Heading]) -> dict[int, Score]:
    """Return the scores of one measure under labels of times: "Fall" is before, and the last one after.

    Columns found as a pair have their times already; their label names the measure.
    """
    inferred = {h.column: _score_of_pair(h) for h in headings if h.is_inferred and h.role in FIELD_BY_PHASE}
    found: dict[str, list[Heading]] = {}
    for heading in headings:
        words = re.findall(r"[^\W\d_]+", normalize_heading(heading.spanning_text))
        if parse_score_heading(heading.own_text).measure in NAMED_MEASURES and any(map(_names_time, words)):
            found.setdefault(normalize_heading(heading.own_text), []).append(heading)
    pairs = [own for own in found.values() if len({heading.spanning_text for heading in own}) == len(own) > 1]
    return inferred | {
        heading.column: replace(parse_score_heading(heading.own_text), phase=phase)
        for own in pairs
        for phase, heading in (("before", own[0]), ("after", own[-1]))
    }


def _score_of_pair(heading: Heading) -> Score:
    own, label = parse_score_heading(heading.own_text), parse_score_heading(heading.spanning_text)
    return Score(heading.role, label.measure, own.maximum or label.maximum)


def _without_times(measure: str) -> str:
    """Return the name of a measure without its months: "level sept" and "level march" are one."""
    return " ".join(word for word in measure.split() if not _names_time(word) and not word.isdecimal())


def _names_time(word: str) -> bool:
    return word in months() or word in word_list("seasons")


def _separate_levels(scores: Mapping[int, Score], names: Mapping[int, str]) -> Mapping[int, Score]:
    """Return the scores with a measure for each kind of reading level, if headings name several."""
    levels = {column for column, score in scores.items() if score.measure == LEVEL_MEASURE}
    if len({_without_times(names[column]) for column in levels}) < 2:
        return scores
    return {
        column: replace(score, measure=f"{LEVEL_MEASURE_OF} {names[column]}".strip())
        if column in levels and names[column] != LEVEL_MEASURE
        else score
        for column, score in scores.items()
    }


def is_score_heading(heading: Heading, score: Score) -> bool:
    """Return True for a heading of scores: it names a phase, a result, a known measure or the best score.

    The day of a test is none: "Date" below "Pre-test", "Post-test date".
    """
    if set(word_list("test_days")) & set(re.findall(r"[^\W\d_]+", normalize_heading(heading.text))):
        return False
    if not heading.text or score_role(heading) in ("phase", "measure", "best", "occasion", "gain", "remarks"):
        return False
    if score_role(heading) in (*PERSON_ROLES, "personal"):
        return False
    is_result = score_role(heading) == "result" or states_best_score(heading.text)
    return bool(score.phase) or is_result or score.measure in NAMED_MEASURES


def _own_measure(heading: Heading, score: Score) -> str:
    return "" if score_role(heading) == "result" and score.measure not in NAMED_MEASURES else score.measure


def refine_score_mapping(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Refine the mapping of a score sheet: each measure is read once before and once after."""
    scores = find_score_columns(grid)
    by_row = any(score_role(heading) == "phase" for heading in grid.headings)
    seen: set[tuple[str, str]] = set()
    settled = []
    for column_mapping in mapped:
        score = scores.get(column_mapping.column)
        if column_mapping.reason == "by hand":
            settled.append(column_mapping)
        elif score is not None and score.phase and (score.phase, score.measure) not in seen:
            seen.add((score.phase, score.measure))
            settled.append(
                replace(column_mapping, field=FIELD_BY_PHASE[score.phase], reason=_score_reason(score))
            )
        elif score is not None:
            settled.append(_map_without_phase(column_mapping, score, by_row))
        else:
            settled.append(_map_other_field(column_mapping))
    return _prefer_numbers_of_people(grid, settled)


def _prefer_numbers_of_people(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Identify people by their numbers where each has one: names are spelled differently."""
    people = [m for m in mapped if m.field == "participation.person_key" and m.reason != "by hand"]
    words = set(word_list("person_ids"))
    numbers = [
        m
        for m in people
        if words & set(re.findall(r"[^\W\d_]+", normalize_heading(m.heading)))
        and _number_everyone(grid, m.column, [other.column for other in people if other is not m])
    ]
    if len(people) < 2 or len(numbers) != 1:
        return list(mapped)
    reason = Message("people are identified by their numbers: not used")
    return [replace(m, field="", reason=reason) if m in people and m not in numbers else m for m in mapped]


def _number_everyone(grid: Grid, numbers: int, names: Sequence[int]) -> bool:
    """Return whether a column has a number for each person that other columns name."""
    below = np.arange(grid.header + 1, grid.cells.height)
    codes, cells = grid.encode_column(numbers, below)
    is_number = np.array([re.search(r"\d", cell_text(cell)) is not None for cell in cells], dtype=bool)[codes]
    repeated = {normalize_heading(heading.text) for heading in grid.headings}
    for column in names:
        codes, cells = grid.encode_column(column, below)
        texts = [normalize_heading(cell_text(cell)) for cell in cells]
        others = [not text or is_possible_total(text) or text in repeated for text in texts]
        names_person = ~np.array(others, dtype=bool)
        if (names_person[codes] & ~is_number).any():
            return False
    return bool(is_number.any())


def _map_without_phase(mapped: ColumnMapping, score: Score, by_row: bool) -> ColumnMapping:
    if score.phase:
        return replace(
            mapped, field="", reason=Message("an earlier column holds the same measure and time: not used")
        )
    if by_row:
        return replace(mapped, field="check", reason=BY_ROW_REASON)
    return replace(
        mapped,
        field="",
        reason=Message("nothing says whether it was before or after: not used unless you map it"),
    )


def _map_other_field(mapped: ColumnMapping) -> ColumnMapping:
    target = SCORE_FIELDS.get(mapped.field, mapped.field)
    if target and not target.startswith(ALLOWED_TARGETS):
        return replace(mapped, field="", reason=Message("scores have no such field: not used"))
    return replace(mapped, field=target)


def _score_reason(score: Score) -> str:
    if score.measure:
        measure = score.measure.replace("_", " ")
        return Message("a score of {measure} {time}", measure=Message(measure), time=Message(score.phase))
    return Message("a score {time}", time=Message(score.phase))


def is_score_sheet(
    sheet_headings: Sequence[Heading],
    phase_finder: Callable[[], str],
    holds_scores: Callable[[Heading], bool],
) -> bool:
    """Return True if people, or their codes, have scores with a phase.

    The phase is named by a heading, by a column or by the sheet, and scores are below the headings.
    """
    occasions, tallies = _find_occasions(sheet_headings), _find_learner_counts(sheet_headings)
    plain = [heading for heading in sheet_headings if heading not in tallies]
    read = [(h, occasions.get(h.column) or parse_score_heading(h.text)) for h in plain]
    scores = [(heading, score) for heading, score in read if is_score_heading(heading, score)]
    scores = [(heading, score) for heading, score in scores if holds_scores(heading)]
    phases = {score.phase for _, score in scores} - {""}
    lists_people = any(score_role(h) in PERSON_ROLES for h in sheet_headings)
    if phases == {"before", "after"}:
        return lists_people or not any(map(_counts_things, (heading for heading, _ in scores)))
    if not scores or not lists_people:
        return False
    return bool(phases) or any(score_role(h) == "phase" for h in sheet_headings) or bool(phase_finder())


def _counts_things(heading: Heading) -> bool:
    """Return whether a heading counts things: "Books in box before" is no score of a reader."""
    words = re.findall(r"[^\W\d_]+", normalize_heading(heading.text))
    return bool(set(words) & set(word_list("measures", "things")))
