"""People, lists and marks: summed by hand."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.metrics.intervals import wilson_interval
from tests.support.builders.datasets import by_group, dataset, value, values

LISTED = {"roster": "complete"}


def marked(at: str, marks: str, **more: Any) -> list[dict[str, Any]]:
    """People k0, k1, … at a session: P present, L late, E excused, A absent, ? unknown, space not listed."""
    words = {"P": "present", "L": "late", "E": "excused", "A": "absent", "?": "unknown"}
    return [{"at": at, "who": f"k{n}", "status": words[m]} | more for n, m in enumerate(marks) if m != " "]


def test_people_are_recounted_for_every_selection() -> None:
    """
    session  month  partner  people
    s0       March  A, B     k0 k1        March 2, April 2, total 3 (not 4)
    s1       April  B        k1 k2        partner A 2, partner B 3, total 3 (not 5)
    """
    data = dataset(
        [{"p": "One", "on": "2026-03-01", **LISTED}, {"p": "Two", "on": "2026-04-01", **LISTED}],
        [*marked("s0", "PP"), *marked("s1", " PP")],
        programs=[{"name": "One", "partners": ["A", "B"]}, {"name": "Two", "partners": ["B"]}],
    )
    assert value(data, "participants_unique").value == 3
    assert by_group(values(data, "participants_unique", by="month"), "month") == {"2026-03": 2, "2026-04": 2}
    assert by_group(values(data, "participants_unique", by="partner"), "partner") == {"A": 2, "B": 3}
    assert by_group(values(data, "sessions_held", by="partner"), "partner") == {"A": 1, "B": 2}
    assert value(data, "sessions_held").value == 2


def test_program_with_two_partners_counts_once_when_filtered() -> None:
    programs = [{"name": "Story hour", "partners": ["A", "B"]}, {"name": "Other", "partners": ["C"]}]
    data = dataset([{"attended": 10}], programs=programs)
    assert value(data, "attendance_total", where={"partner": "a"}).value == 10
    assert value(data, "attendance_total", where={"partner": "C"}).reason == "no-counts"
    assert by_group(values(data, "attendance_total", by="partner", where={"partner": "B"}), "partner") == {
        "B": 10
    }


def test_absent_and_unnamed_people_are_not_participants() -> None:
    data = dataset([LISTED], [*marked("s0", "PLEA?"), {"at": "s0", "who": None}])
    assert value(data, "participants_unique").value == 2


@pytest.mark.parametrize(
    ("session", "people", "certainty"),
    [
        (LISTED, marked("s0", "PLA"), "exact"),
        (LISTED, marked("s0", "PE"), "exact"),
        (LISTED, marked("s0", "P?"), "at_least"),
        (LISTED, [*marked("s0", "P"), {"at": "s0", "who": None}], "at_least"),
        ({"roster": "partial"}, marked("s0", "PA"), "at_least"),
        (LISTED | {"attended": 5}, marked("s0", "PP"), "at_least"),
        (LISTED | {"attended": 2}, marked("s0", "PP"), "exact"),
    ],
)
def test_participants_are_exact_only_with_complete_marked_lists(
    session: dict[str, Any], people: list[dict[str, Any]], certainty: str
) -> None:
    result = value(dataset([session], people), "participants_unique")
    assert (result.certainty, result.low) == (certainty, result.value)
    assert result.high == (result.value if certainty == "exact" else None)
    assert value(dataset([session], people, settings={"population": 50}), "reach_rate").certainty == certainty


def test_session_without_list_makes_participants_at_least() -> None:
    result = value(dataset([LISTED, {"attended": 40}], marked("s0", "PP")), "participants_unique")
    assert (result.value, result.certainty, result.coverage) == (2, "at_least", 0.5)


def test_head_counts_give_no_participants() -> None:
    data = dataset([{"attended": 40}], settings={"population": 100})
    for metric in ("participants_unique", "reach_rate", "attendance_rate", "completion_rate"):
        assert (value(data, metric).value, value(data, metric).reason) == (None, "no-people")


def test_list_of_unexplained_marks_gives_no_participants_not_zero() -> None:
    assert (
        value(dataset([{"roster": "partial"}], marked("s0", "???")), "participants_unique").reason
        == "no-people"
    )


def test_list_with_everyone_absent_gives_zero_participants() -> None:
    result = value(dataset([LISTED], marked("s0", "AA")), "participants_unique")
    assert (result.value, result.certainty, result.reason) == (0, "exact", None)


def test_reach_is_participants_over_population_and_may_exceed_one() -> None:
    data = dataset([LISTED], marked("s0", "PPP"), settings={"population": 2})
    assert value(data, "reach_rate").value == 1.5
    assert value(dataset([LISTED], marked("s0", "PPP")), "reach_rate").reason == "no-population"


def test_group_is_a_lower_bound_with_unknown_mother_tongues() -> None:
    people = [*marked("s0", "PP", tongue="Waray"), *marked("s0", "  P")]
    result = {
        v.groups["mother_tongue"]: v
        for v in values(dataset([LISTED], people), "participants_unique", by="mother_tongue")
    }
    assert (result["Waray"].value, result["Waray"].certainty, result[None].value) == (2, "at_least", 1)
    all_known = dataset([LISTED], marked("s0", "PP", tongue="Waray"))
    assert value(all_known, "participants_unique", by="mother_tongue").certainty == "exact"
    assert value(all_known, "participants_unique", where={"mother_tongue": "Waray"}).certainty == "exact"


def test_person_age_and_session_audience_are_separate() -> None:
    data = dataset(
        [LISTED | {"age_group": "0-5"}], [*marked("s0", "P", age="7"), *marked("s0", " P", age="34")]
    )
    assert by_group(values(data, "participants_unique", by="person_age"), "person_age") == {"34": 1, "7": 1}
    assert by_group(values(data, "participants_unique", by="age_group"), "age_group") == {"0-5": 2}


def test_attendance_rate_excludes_unknown_and_excused_marks() -> None:
    """
    P P P L A ? E: present or late 4, absent 1: 4 ÷ 5 = 80%; 6 of 7 marks explained
    with excused as absent: 4 ÷ 6
    """
    data = dataset([LISTED], marked("s0", "PPPLA?E"))
    result = value(data, "attendance_rate")
    assert (result.value, result.numerator, result.denominator, result.coverage) == (0.8, 4, 5, 6 / 7)
    assert result.ci_low is None
    strict = dataset([LISTED], marked("s0", "PPPLA?E"), settings={"excused": "absent"})
    assert value(strict, "attendance_rate").value == 4 / 6


def test_excused_as_absent_changes_the_attendance_rate() -> None:
    """14 P, 3 A, 2 T (late), 1 J (excused) over 4 people × 5 days: 16 ÷ 19 = 84%, 16 ÷ 20 = 80%."""
    days = ["PPPP", "PPPA", "PPLA", "PPLA", "PPPE"]
    assert sorted("".join(days)) == sorted("P" * 14 + "A" * 3 + "L" * 2 + "E")
    people = [mark for n, day in enumerate(days) for mark in marked(f"s{n}", day)]
    assert value(dataset([LISTED] * 5, people), "attendance_rate").value == 16 / 19
    strict = dataset([LISTED] * 5, people, settings={"excused": "absent"})
    assert value(strict, "attendance_rate").value == 0.8


def test_attendance_rate_includes_lowest_and_highest_session() -> None:
    """s0 2 of 4, s1 4 of 4: rate 6 ÷ 8; lowest 50%, highest 100%."""
    data = dataset(
        [{"site": "A", **LISTED}, {"site": "B", **LISTED}], [*marked("s0", "PPAA"), *marked("s1", "PPPP")]
    )
    result = value(data, "attendance_rate")
    assert (result.value, result.lowest, result.highest) == (0.75, 0.5, 1)
    assert by_group(values(data, "attendance_rate", by="site"), "site") == {"A": 0.5, "B": 1}
    assert [v.lowest for v in values(data, "attendance_rate", by="site")] == [0.5, 1]


@pytest.mark.parametrize(
    ("roster", "source", "marks", "reason"),
    [
        ("partial", "roster", "PPP?", "no-absence"),
        ("partial", "sign_in", "PPP", "no-absence"),
        ("complete", "sign_in", "PPP", "no-absence"),
        ("complete", "roster", "PPP", None),
        ("partial", "roster", "PPA?", None),
        ("partial", "roster", "???", "no-absence"),
        ("partial", "roster", "AA?", "no-presence"),
        ("complete", "roster", "AAA", None),
    ],
)
def test_attendance_rate_needs_evidence_of_presence_and_absence(
    roster: str, source: str, marks: str, reason: str | None
) -> None:
    result = value(dataset([{"roster": roster}], marked("s0", marks, source=source)), "attendance_rate")
    assert result.reason == reason
    assert (result.value is None) == (reason is not None)


def test_show_up_rate_counts_excused_as_absent() -> None:
    """Registered 7: P P P P A E ?: 4 ÷ 6, with a Wilson interval because it is one session."""
    session = {"registered": 7, **LISTED}
    result = value(dataset([session], marked("s0", "PPPPAE?", source="registration")), "show_up_rate")
    assert (result.value, result.numerator, result.denominator, result.coverage) == (4 / 6, 4, 6, 6 / 7)
    assert (result.ci_low, result.ci_high) == wilson_interval(4, 6)


def test_walk_ins_are_not_registered_people() -> None:
    """Registered P P A, and two who only signed in: 2 ÷ 3, not 4 ÷ 5."""
    people = [*marked("s0", "PPA", source="registration"), *marked("s0", "PP", source="sign_in")]
    result = value(dataset([{"registered": 3, **LISTED}], people), "show_up_rate")
    assert (result.numerator, result.denominator) == (2, 3)


def test_duplicate_listing_gives_show_up_rate_no_interval() -> None:
    """k0 k1 registered, k0 twice: 2 ÷ 3, but not of three people; two rows without a name are two people."""
    session, people = {"registered": 3, **LISTED}, marked("s0", "PA", source="registration")
    twice = value(dataset([session], [*people, people[0]]), "show_up_rate")
    assert (twice.numerator, twice.denominator, twice.ci_low) == (2, 3, None)
    nameless = value(dataset([session], [people[1], *[people[0] | {"who": None}] * 2]), "show_up_rate")
    assert (nameless.ci_low, nameless.ci_high) == wilson_interval(2, 3)


@pytest.mark.parametrize(("registered", "shown"), [(2, 1 / 2), (1, None)])
def test_roster_within_registered_count_is_the_registration_list(
    registered: int, shown: float | None
) -> None:
    """Two on a list, one came: with two registered the rate is a half; with one it is not the list."""
    data = dataset([{"registered": registered, **LISTED}], marked("s0", "PA"))
    assert value(data, "show_up_rate").value == shown


def test_show_up_rate_over_two_sessions_has_no_interval() -> None:
    data = dataset(
        [{"registered": 2, **LISTED}] * 2,
        [*marked("s0", "PA", source="registration"), *marked("s1", "PP", source="registration")],
    )
    assert (value(data, "show_up_rate").value, value(data, "show_up_rate").ci_low) == (0.75, None)


@pytest.mark.parametrize(
    ("registered", "source"),
    [(None, "registration"), (1, "registration"), (9, "sign_in")],
    ids=["nobody wrote how many registered", "more people than registered", "a list of those who came"],
)
def test_indistinguishable_walk_ins_leave_show_up_rate_undefined(
    registered: float | None, source: str
) -> None:
    data = dataset([{"registered": registered, **LISTED}], marked("s0", "PA", source=source))
    assert value(data, "show_up_rate").reason == "no-list"


def test_language_match_counts_people_who_know_the_language() -> None:
    """Session in Filipino; Cebuano: 20 Cebuano and 6 filipino match, 14 Waray do not, 9 are unknown.

    26 ÷ 40 = 65%, 40 of 49 known; a session without a language does not count.
    """
    tongues = ["Cebuano"] * 20 + ["filipino"] * 6 + ["Waray"] * 14 + [None] * 9
    people = [{"at": "s0", "who": f"k{n}", "tongue": tongue} for n, tongue in enumerate(tongues)]
    data = dataset([{"language": "Filipino; Cebuano", **LISTED}], people)
    result = value(data, "language_match_rate")
    assert (result.value, result.numerator, result.denominator, result.coverage) == (26 / 40, 26, 40, 40 / 49)
    assert (result.ci_low, result.small) == (None, False)
    mixed = dataset(
        [{"language": "Filipino; Cebuano", **LISTED}, LISTED], [*people, *marked("s1", "PP", tongue="Waray")]
    )
    assert (
        value(mixed, "language_match_rate").numerator,
        value(mixed, "language_match_rate").denominator,
    ) == (26, 40)


def test_absent_people_do_not_count_in_language_match() -> None:
    people = [*marked("s0", "P", tongue="Waray"), *marked("s0", " A", tongue="Filipino")]
    result = value(dataset([{"language": "Filipino", **LISTED}], people), "language_match_rate")
    assert (result.numerator, result.denominator) == (0, 1)
