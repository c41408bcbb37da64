"""Target groups, representativeness, referrals by partners and sites served: counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.errors import UnknownNameError
from libcollab_metrics.metrics.tables.people import find_named_partners
from tests.support.builders.datasets import by_group, dataset, value, values

LISTED = {"roster": "complete"}


def test_rate_per_thousand_uses_audiences_with_known_size() -> None:
    """
    audience  visits      people     0-5: 84 of 420 = 200 per 1,000
    0-5       60 + 24     420        with 6-11: 234 of 1,020 = 229.4
    6-11      150         600        adults: their number was not entered
    adults    40          -
    """
    sessions = [
        {"age_group": g, "attended": n} for g, n in (("0-5", 60), ("0-5 ", 24), ("6-11", 150), ("adults", 40))
    ]
    data = dataset(
        sessions, settings={"population_by": {"age_group": {"0-5": 420, "6-11": 600, "12-18": 900}}}
    )
    result = value(data, "target_group_per_1000")
    assert result.value == pytest.approx(1000 * 234 / 1020)
    assert (result.numerator, result.denominator, result.left_out) == (234, 1020, ("adults",))
    groups = by_group(values(data, "target_group_per_1000", by="age_group"), "age_group")
    assert {name.strip(): n for name, n in groups.items() if n} == {
        "0-5": pytest.approx(1000 * 24 / 420),
        "6-11": 250,
    }
    assert value(data, "target_group_per_1000", where={"age_group": "0-5"}).value == pytest.approx(200)


def test_session_without_count_makes_audience_rate_at_least() -> None:
    people = {"population_by": {"age_group": {"0-5": 100}}}
    data = dataset(
        [{"age_group": "0-5", "attended": 10}, {"age_group": "0-5"}, {"age_group": "adults"}], settings=people
    )
    result = value(data, "target_group_per_1000")
    assert (result.value, result.certainty, result.coverage) == (100, "at_least", 1 / 2)


def represented(tongues: dict[str | None, int], groups: dict[str, float]) -> dict[str | None, Any]:
    """The representativeness of each mother tongue."""
    known = [tongue for tongue, times in tongues.items() for _ in range(times)]
    people = [{"at": "s0", "who": f"k{n}", "tongue": tongue} for n, tongue in enumerate(known)]
    data = dataset([LISTED], people, settings={"population_by": {"mother_tongue": groups}})
    return by_group(values(data, "representativeness"), "class")


def test_representativeness_compares_people_and_population_shares() -> None:
    """30 of 40 known speak Cebuano, as do 60 of 100 people: 0.75 ÷ 0.6; Waray 0.25 ÷ 0.3; English 0 ÷ 0.1."""
    groups = {"Cebuano": 60, "Waray": 30, "English": 10}
    result = represented({"cebuano": 30, "Waray": 10, None: 9, "Ilocano": 7}, groups)
    assert result == {"Cebuano": pytest.approx(1.25), "Waray": pytest.approx(0.25 / 0.3), "English": 0}


def test_people_outside_known_classes_are_excluded_from_representativeness() -> None:
    few = {"Cebuano": 29, None: 50}
    people = [
        {"at": "s0", "who": f"k{n}", "tongue": "Cebuano" if n < few["Cebuano"] else None} for n in range(79)
    ]
    population = {"population_by": {"mother_tongue": {"Cebuano": 60, "Waray": 40}}}
    (result,) = values(dataset([LISTED], people, settings=population), "representativeness")
    assert (result.reason, dict(result.reason_values)["n"]) == ("too-few", "30")


def test_ages_are_assigned_to_their_band() -> None:
    """Ages 5 to 34, two people each: 12 people in 6-11, 32 in 19+, the rest in no band."""
    people = [{"at": "s0", "who": f"k{n}", "age": str(5 + n % 30)} for n in range(60)]
    population = {"population_by": {"person_age": {"6-11": 100, "19+": 300}}}
    result = values(dataset([LISTED], people, settings=population), "representativeness")
    assert {v.groups["class"]: (v.numerator, v.denominator) for v in result} == {
        "6-11": (12, 44),
        "19+": (32, 44),
    }


def test_population_by_unknown_attribute_is_rejected() -> None:
    with pytest.raises(UnknownNameError, match='Did you mean "mother_tongue"'):
        dataset(settings={"population_by": {"mother_tounge": {"Cebuano": 60}}})


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ("Hope", ["Hope"]),
        ("a poster; HOPE / school", ["School", "Hope"]),
        ("the librarian of Hope\nFacebook", ["Hope"]),
        ("Hopeful friends", []),
        ("Hope Foundation", ["Hope Foundation"]),
        ("Hope Foundation, Hope", ["Hope Foundation", "Hope"]),
    ],
)
def test_answer_names_a_partner_by_whole_words(answer: str, named: list[str]) -> None:
    partners = {"hope": "Hope", "school": "School", "hope foundation": "Hope Foundation"}
    assert find_named_partners(answer, partners) == named


def test_person_naming_two_partners_counts_for_both() -> None:
    """
    k0  Hope; School      k1  school      k2  a poster      k3  blank      k4  Hope (absent)
    Of 3 who answered: Hope 1, School 2, the Office 0. Both partners of the program are listed.
    """
    heard = ("Hope; School", "school", "a poster", None)
    people = [{"at": "s0", "who": f"k{n}", "heard_from": answer} for n, answer in enumerate(heard)]
    people.append({"at": "s0", "who": "k4", "heard_from": "Hope", "status": "absent"})
    programs = [{"name": "Story hour", "partners": ["Hope", "Office"]}]
    data = dataset([LISTED], people, programs=programs, partners=[{"name": "School"}, {"name": "Stranger"}])
    result = values(data, "partner_sourced_share")
    assert by_group(result, "party") == {"Hope": 1 / 3, "Office": 0, "School": 2 / 3}
    assert {v.coverage for v in result} == {3 / 4}
    assert sum(v.value or 0 for v in values(data, "partner_sourced_share", by="partner")) == pytest.approx(2)


def test_site_coverage_ignores_spelling_of_listed_sites() -> None:
    """List: Main, Hall, Chapel. Held at main, Hall (twice) and an unlisted market; Chapel was cancelled."""
    sites = ("MAIN ", "Hall", "hall", "Market")
    sessions = [{"site": site} for site in sites] + [{"site": "Chapel", "status": "cancelled"}]
    data = dataset(sessions, settings={"sites": ["Main", "Hall", "Chapel"]})
    result = value(data, "site_coverage")
    assert (result.numerator, result.denominator, result.certainty) == (2, 3, "exact")


def test_session_without_site_makes_site_coverage_at_least() -> None:
    sheet = [{"site": "Main"}, {"site": "Hall"}]
    result = value(dataset([{"site": "Main"}, {}], sites=sheet), "site_coverage")
    assert (result.value, result.certainty, result.coverage) == (1 / 2, "at_least", 1 / 2)
    assert (
        value(dataset([{"site": "Main"}], sites=sheet, settings={"sites": ["Main"]}), "site_coverage").value
        == 1
    )
