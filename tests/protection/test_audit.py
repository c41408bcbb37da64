"""The audit finds what the rules leave open, and what a document tells beside those that left before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.metrics import Evaluator, programs_by_partner
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.protection import (
    AuditedRelease,
    Left,
    Numbers,
    PublicEvaluation,
    audit_release,
    protect,
    read_release_ledger,
    write_release_ledger,
)
from tests.support.builders.datasets import dataset

DAY = date(2026, 6, 30)
Asked = Sequence[tuple[str, Scope, str]]
QUARTER, TWO_MONTHS = (
    Scope(start=date(2026, 1, 1), end=date(2026, 3, 31)),
    Scope(start=date(2026, 1, 1), end=date(2026, 2, 28)),
)


def leaving(made: Dataset, asked: Asked, released: Sequence[Numbers] = ()) -> AuditedRelease:
    """Metrics of selections by a field, leaving together."""
    counted = Evaluator(made, DAY)
    found = [counted.evaluate(metrics=[metric], scope=scope, by=by) for metric, scope, by in asked]
    return audit_release(found, counted, made.settings, programs_by_partner(made), released)


def by_rules(made: Dataset, asked: Asked) -> list[PublicEvaluation]:
    counted = Evaluator(made, DAY)
    found = [counted.evaluate(metrics=[metric], scope=scope, by=by) for metric, scope, by in asked]
    return protect(found, made.settings, programs_by_partner(made))


def numbers(public: PublicEvaluation) -> dict[str, float | None]:
    return {" ".join(part or "?" for _, part in value.group): value.value for value in public.values}


def sessions(*rows: tuple[str, str, str, int]) -> list[dict[str, Any]]:
    return [{"p": p, "site": site, "on": on, "attended": n} for p, site, on, n in rows]


def test_a_program_inside_a_place_tells_who_else_came_there() -> None:
    """Hall had 58 visits, 55 of them of Reading, which meets nowhere else: 3 are of Story hour at Hall."""
    made = dataset(
        sessions(
            ("Reading", "Hall", "2026-01-10", 55),
            ("Story hour", "Hall", "2026-01-11", 3),
            ("Story hour", "Main", "2026-01-12", 40),
            ("Homework", "Main", "2026-01-13", 70),
        )
    )
    asked = [("attendance_total", Scope(), by) for by in ("", "program", "site")]
    _, programs, sites = by_rules(made, asked)
    assert (numbers(programs)["Reading"], numbers(sites)["Hall"]) == (55, 58)
    _, programs, sites = leaving(made, asked).evaluations
    assert None in (numbers(programs)["Reading"], numbers(sites)["Hall"])


def test_people_of_one_program_who_come_to_another_too_are_not_told_by_a_place() -> None:
    """Of 20 people at Hall 17 are of Reading; the other 3 came to Story hour there, which has 22 people in
    all."""
    people = [{"at": "s0", "who": f"a{n}"} for n in range(17)]
    people += [{"at": "s1", "who": f"b{n}"} for n in range(3)] + [
        {"at": "s2", "who": f"b{n}"} for n in range(22)
    ]
    made = dataset(
        [
            {"p": p, "site": site, "on": "2026-01-10", "roster": "complete"}
            for p, site in (("Reading", "Hall"), ("Story hour", "Hall"), ("Story hour", "Main"))
        ],
        people,
    )
    asked = [("participants_unique", Scope(), by) for by in ("", "program", "site")]
    _, programs, sites = by_rules(made, asked)
    assert (numbers(programs)["Reading"], numbers(sites)["Hall"]) == (17, 20)
    _, programs, sites = leaving(made, asked).evaluations
    assert None in (numbers(programs)["Reading"], numbers(sites)["Hall"])


def official(*ages: str) -> tuple[dict[str | None, float | None], dict[str, float | None]]:
    """The visits of the official form by age, and of three programs of 61, 38 and 3 visits, each for one
    age."""
    rows = zip((61, 38, 3), ages, strict=True)
    made = dataset([{"p": f"P{n}", "attended": n, "age_class": age, "format": "onsite"} for n, age in rows])
    form, programs = leaving(
        made, [("imls_grid", Scope(), ""), ("attendance_total", Scope(), "program")]
    ).evaluations
    kept = [v for v in form.values if v.groups["count"] == "visits" and v.groups["margin"] == "age"]
    return {v.groups["class"]: v.value for v in kept}, numbers(programs)


def test_a_class_of_the_official_form_decides_which_program_goes_beside_the_hidden_one() -> None:
    """Of 61, 38 and 3 visits 38 would go with the 3; its class tells it, so the 61 that share theirs go
    instead."""
    by_age, programs = official("6-11", "0-5", "6-11")
    assert programs == {"P61": None, "P38": 38, "P3": None}
    assert (by_age["0-5"], by_age["6-11"]) == (38, 64)


def test_a_form_that_tells_hidden_programs_together_only_stays_whole() -> None:
    by_age, programs = official("6-11", "6-11", "6-11")
    assert programs == {"P61": 61, "P38": None, "P3": None}
    assert by_age["6-11"] == by_age["total"] == 102


def test_what_the_rules_hide_well_stays_as_it_is() -> None:
    made = dataset(
        sessions(
            ("A", "Hall", "2026-01-10", 55), ("B", "Hall", "2026-01-11", 3), ("C", "Main", "2026-01-12", 40)
        )
    )
    asked = [("attendance_total", Scope(), by) for by in ("", "program")]
    assert list(leaving(made, asked).evaluations) == by_rules(made, asked)


@pytest.fixture
def winter() -> Dataset:
    return dataset(
        sessions(
            ("A", "Hall", "2026-01-10", 30),
            ("A", "Hall", "2026-02-10", 25),
            ("A", "Hall", "2026-03-10", 3),
            ("A", "Hall", "2026-04-10", 40),
            ("A", "Hall", "2026-05-10", 50),
        )
    )


def test_two_documents_tell_no_difference(winter: Dataset) -> None:
    """January to March 58 left; January and February 55 would tell of 3 in March."""
    first = leaving(winter, [("attendance_total", QUARTER, "")])
    asked = [("attendance_total", TWO_MONTHS, "")]
    assert first.evaluations[0].value_for("attendance_total").value == 58
    assert leaving(winter, asked).evaluations[0].value_for("attendance_total").value == 55
    beside = leaving(winter, asked, [first.numbers])
    assert beside.evaluations[0].value_for("attendance_total").value is None
    assert [(told.metric, told.scope, releases) for told, releases in beside.suppressed_for_history] == [
        ("attendance_total", TWO_MONTHS, (0,))
    ]


def test_a_hidden_count_of_an_earlier_document_is_not_given_back(winter: Dataset) -> None:
    """The months hid March and a second one beside the total; the second one alone would give March back."""
    first = leaving(winter, [("attendance_total", Scope(), by) for by in ("", "month")])
    months = numbers(first.evaluations[1])
    (second,) = (month for month, count in months.items() if count is None and month != "2026-03")
    day = date.fromisoformat(f"{second}-10")
    asked = [("attendance_total", Scope(start=day, end=day), "")]
    assert leaving(winter, asked).evaluations[0].value_for("attendance_total").value is not None
    assert leaving(winter, asked, [first.numbers]).evaluations[0].value_for("attendance_total").value is None


def test_the_same_document_again_is_the_same(winter: Dataset) -> None:
    first = leaving(winter, [("attendance_total", QUARTER, "")])
    asked = [
        ("attendance_total", scope, by) for scope, by in ((TWO_MONTHS, ""), (Scope(), ""), (Scope(), "month"))
    ]
    second = leaving(winter, asked, [first.numbers])
    again = leaving(winter, asked, [first.numbers, second.numbers])
    assert again.evaluations == second.evaluations
    assert again.numbers == second.numbers


def test_a_document_of_other_rows_hides_nothing_more(winter: Dataset) -> None:
    first = leaving(winter, [("attendance_total", QUARTER, "")])
    later = Scope(start=date(2026, 4, 1), end=date(2026, 5, 31))
    beside = leaving(winter, [("attendance_total", later, "")], [first.numbers])
    assert beside.evaluations[0].value_for("attendance_total").value == 90
    assert beside.suppressed_for_history == ()


def test_what_earlier_documents_told_alone_takes_nothing_more_with_it(winter: Dataset) -> None:
    """Both left before there was a list: what March had is out, and a third document is not emptied for
    it."""
    told = [leaving(winter, [("attendance_total", scope, "")]).numbers for scope in (QUARTER, TWO_MONTHS)]
    again = leaving(winter, [("attendance_total", QUARTER, "")], told)
    assert again.evaluations[0].value_for("attendance_total").value == 58


def test_what_earlier_documents_told_in_part_is_not_told_in_full() -> None:
    """58 up to April and 55 up to February have left: March had 0 to 3. That it had 2, 57 up to March would
    tell."""
    made = dataset(
        sessions(*(("A", "Hall", f"2026-0{n}-10", of) for n, of in enumerate((30, 25, 2, 1, 50), start=1)))
    )
    to_april = Scope(start=date(2026, 1, 1), end=date(2026, 4, 30))
    told = [leaving(made, [("attendance_total", scope, "")]).numbers for scope in (to_april, TWO_MONTHS)]
    assert [number for numbers in told for _, number in numbers] == [58, 55]
    beside = leaving(made, [("attendance_total", QUARTER, "")], told)
    assert beside.evaluations[0].value_for("attendance_total").value is None
    assert [places for _, places in beside.suppressed_for_history] == [(0, 1)]


def test_a_late_row_of_few_is_not_told_by_the_same_document_before_and_after_it() -> None:
    """58 left, then a session of 3 was typed: 61 beside 58 tells it."""
    days = [("Reading", "Hall", f"2026-01-{day}", count) for day, count in ((10, 28), (17, 30), (24, 3))]
    before, after = (dataset(sessions(*days[:n])) for n in (2, 3))
    asked = [("attendance_total", QUARTER, "")]
    told = leaving(before, asked).numbers
    assert leaving(after, asked, [told]).evaluations[0].value_for("attendance_total").value is None


def test_how_few_come_to_both_of_two_programs_is_not_told() -> None:
    """Two of 40 people of one program come to the other's 40 too: 40 + 40 - 78 tells of them."""
    people = [{"at": f"s{n // 40}", "who": f"a{n - 2 * (n // 40)}"} for n in range(80)]
    log = [{"p": p, "on": "2026-01-10", "roster": "complete"} for p in ("Reading", "Craft")]
    whole, programs = leaving(
        dataset(log, people), [("participants_unique", Scope(), by) for by in ("", "program")]
    ).evaluations
    assert None in (*numbers(whole).values(), *numbers(programs).values())


def two_programs(both: int, third: int = 0) -> Dataset:
    """Reading and Craft have 40 people each, so many of whom come to both; Letters have people of their
    own."""
    people = [{"at": "s0", "who": f"a{n}"} for n in range(40)]
    people += [{"at": "s1", "who": f"a{n}"} for n in range(40 - both, 80 - both)]
    people += [{"at": "s2", "who": f"c{n}"} for n in range(third)]
    names = ("Reading", "Craft", *(["Letters"] if third else []))
    return dataset([{"p": p, "on": "2026-01-10", "roster": "complete"} for p in names], people)


@pytest.mark.parametrize(("both", "third"), [(0, 0), (5, 0), (30, 0), (0, 20), (5, 20)])
def test_how_many_come_to_both_may_be_told_where_they_are_enough_or_nobody(both: int, third: int) -> None:
    asked = [("participants_unique", Scope(), by) for by in ("", "program")]
    whole, programs = leaving(two_programs(both, third), asked).evaluations
    assert whole.value_for("participants_unique").value == 80 - both + third
    assert [v.value for v in programs.values] == [40, *([20] if third else []), 40]


def test_a_third_program_apart_does_not_hide_who_comes_to_both_of_the_others() -> None:
    """98 people in all, 20 of Letters, which nobody else comes to: 40 + 40 - 78 is told by subtraction."""
    asked = [("participants_unique", Scope(), by) for by in ("", "program")]
    whole, programs = leaving(two_programs(2, 20), asked).evaluations
    assert None in (*numbers(whole).values(), *numbers(programs).values())


def test_three_documents_do_not_tell_who_comes_to_both_of_two_programs() -> None:
    """Reading 40 left, then Craft 40; the whole 78 would tell of the 2."""
    made, released = two_programs(2), list[Numbers]()
    for name in ("Reading", "Craft"):
        left = leaving(made, [("participants_unique", Scope((("program", (name,)),)), "")], released)
        assert numbers(left.evaluations[0]) == {"": 40}
        released.append(left.numbers)
    whole = leaving(made, [("participants_unique", Scope(), "")], released)
    assert numbers(whole.evaluations[0]) == {"": None}
    assert [places for _, places in whole.suppressed_for_history] == [(0, 1)]


def test_few_who_came_in_both_of_two_months_are_not_told() -> None:
    """Months of 30 people and 30, 57 in all: 3 came again."""
    people = [{"at": f"s{n // 30}", "who": f"a{n - 3 * (n // 30)}"} for n in range(60)]
    made = dataset([{"on": f"2026-0{month}-10", "roster": "complete"} for month in (1, 2)], people)
    whole, months = leaving(made, [("participants_unique", Scope(), by) for by in ("", "month")]).evaluations
    assert None in (*numbers(whole).values(), *numbers(months).values())


def test_a_list_is_read_as_it_was_written(winter: Dataset) -> None:
    numbers = leaving(winter, [("attendance_total", QUARTER, by) for by in ("", "month")]).numbers
    entries = (Left(DAY, "Rotary — Ñ", numbers), Left(DAY, "", ()))
    assert read_release_ledger(write_release_ledger(entries)) == entries
    assert Left.from_json(entries[0].to_json()) == entries[0]


@pytest.mark.parametrize("text", [b"", b"{}", b"[1]", b'[{"day": "x"}]', b"\xff"])
def test_a_list_that_cannot_be_read_lets_nothing_leave(text: bytes) -> None:
    with pytest.raises(LibCollabError, match="list of what left"):
        read_release_ledger(text)
