"""The audit finds what the rules leave open, and what a document discloses together with earlier releases."""

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
Requests = Sequence[tuple[str, Scope, str]]
QUARTER, TWO_MONTHS = (
    Scope(start=date(2026, 1, 1), end=date(2026, 3, 31)),
    Scope(start=date(2026, 1, 1), end=date(2026, 2, 28)),
)


def release(data: Dataset, requests: Requests, released: Sequence[Numbers] = ()) -> AuditedRelease:
    """Metrics of scopes by a field, released together."""
    evaluator = Evaluator(data, DAY)
    evaluations = [evaluator.evaluate(metrics=[metric], scope=scope, by=by) for metric, scope, by in requests]
    return audit_release(evaluations, evaluator, data.settings, programs_by_partner(data), released)


def protect_by_rules(data: Dataset, requests: Requests) -> list[PublicEvaluation]:
    evaluator = Evaluator(data, DAY)
    evaluations = [evaluator.evaluate(metrics=[metric], scope=scope, by=by) for metric, scope, by in requests]
    return protect(evaluations, data.settings, programs_by_partner(data))


def numbers(public: PublicEvaluation) -> dict[str, float | None]:
    return {" ".join(part or "?" for _, part in value.group): value.value for value in public.values}


def sessions(*rows: tuple[str, str, str, int]) -> list[dict[str, Any]]:
    return [{"p": p, "site": site, "on": on, "attended": n} for p, site, on, n in rows]


def test_program_inside_a_site_discloses_the_other_visits_there() -> None:
    """Hall had 58 visits, 55 of them of Reading, which meets only there: 3 are of Story hour at Hall."""
    data = dataset(
        sessions(
            ("Reading", "Hall", "2026-01-10", 55),
            ("Story hour", "Hall", "2026-01-11", 3),
            ("Story hour", "Main", "2026-01-12", 40),
            ("Homework", "Main", "2026-01-13", 70),
        )
    )
    requests = [("attendance_total", Scope(), by) for by in ("", "program", "site")]
    _, programs, sites = protect_by_rules(data, requests)
    assert (numbers(programs)["Reading"], numbers(sites)["Hall"]) == (55, 58)
    _, programs, sites = release(data, requests).evaluations
    assert None in (numbers(programs)["Reading"], numbers(sites)["Hall"])


def test_site_does_not_disclose_people_who_attend_two_programs() -> None:
    """Of 20 people at Hall 17 are of Reading; the other 3 came to Story hour, which has 22 people in all."""
    people = [{"at": "s0", "who": f"a{n}"} for n in range(17)]
    people += [{"at": "s1", "who": f"b{n}"} for n in range(3)] + [
        {"at": "s2", "who": f"b{n}"} for n in range(22)
    ]
    data = dataset(
        [
            {"p": p, "site": site, "on": "2026-01-10", "roster": "complete"}
            for p, site in (("Reading", "Hall"), ("Story hour", "Hall"), ("Story hour", "Main"))
        ],
        people,
    )
    requests = [("participants_unique", Scope(), by) for by in ("", "program", "site")]
    _, programs, sites = protect_by_rules(data, requests)
    assert (numbers(programs)["Reading"], numbers(sites)["Hall"]) == (17, 20)
    _, programs, sites = release(data, requests).evaluations
    assert None in (numbers(programs)["Reading"], numbers(sites)["Hall"])


def official(*ages: str) -> tuple[dict[str | None, float | None], dict[str, float | None]]:
    """The official form's visits by age, and those of programs with 61, 38 and 3 visits, each for one age."""
    rows = zip((61, 38, 3), ages, strict=True)
    data = dataset([{"p": f"P{n}", "attended": n, "age_class": age, "format": "onsite"} for n, age in rows])
    form, programs = release(
        data, [("imls_grid", Scope(), ""), ("attendance_total", Scope(), "program")]
    ).evaluations
    visits = [v for v in form.values if v.groups["count"] == "visits" and v.groups["margin"] == "age"]
    return {v.groups["class"]: v.value for v in visits}, numbers(programs)


def test_official_age_class_decides_which_program_is_suppressed_second() -> None:
    """The 38 would be hidden with the 3, but its age class discloses it; the 61 is hidden instead.

    The 61 has the same age class as the 3.
    """
    by_age, programs = official("6-11", "0-5", "6-11")
    assert programs == {"P61": None, "P38": 38, "P3": None}
    assert (by_age["0-5"], by_age["6-11"]) == (38, 64)


def test_official_form_that_discloses_only_sums_stays_whole() -> None:
    by_age, programs = official("6-11", "6-11", "6-11")
    assert programs == {"P61": 61, "P38": None, "P3": None}
    assert by_age["6-11"] == by_age["total"] == 102


def test_audit_changes_nothing_where_the_rules_suffice() -> None:
    data = dataset(
        sessions(
            ("A", "Hall", "2026-01-10", 55), ("B", "Hall", "2026-01-11", 3), ("C", "Main", "2026-01-12", 40)
        )
    )
    requests = [("attendance_total", Scope(), by) for by in ("", "program")]
    assert list(release(data, requests).evaluations) == protect_by_rules(data, requests)


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


def test_difference_of_two_documents_discloses_nothing(winter: Dataset) -> None:
    """January to March: 58 released. January and February: 55 would disclose 3 in March."""
    first = release(winter, [("attendance_total", QUARTER, "")])
    requests = [("attendance_total", TWO_MONTHS, "")]
    assert first.evaluations[0].value_for("attendance_total").value == 58
    assert release(winter, requests).evaluations[0].value_for("attendance_total").value == 55
    after_first = release(winter, requests, [first.numbers])
    assert after_first.evaluations[0].value_for("attendance_total").value is None
    assert [
        (figure.metric, figure.scope, releases) for figure, releases in after_first.suppressed_for_history
    ] == [("attendance_total", TWO_MONTHS, (0,))]


def test_hidden_count_of_an_earlier_document_is_not_disclosed_later(winter: Dataset) -> None:
    """March and a second month were hidden under the total; the second one alone would disclose March."""
    first = release(winter, [("attendance_total", Scope(), by) for by in ("", "month")])
    months = numbers(first.evaluations[1])
    (second,) = (month for month, count in months.items() if count is None and month != "2026-03")
    day = date.fromisoformat(f"{second}-10")
    requests = [("attendance_total", Scope(start=day, end=day), "")]
    assert release(winter, requests).evaluations[0].value_for("attendance_total").value is not None
    assert (
        release(winter, requests, [first.numbers]).evaluations[0].value_for("attendance_total").value is None
    )


def test_same_document_released_again_is_the_same(winter: Dataset) -> None:
    first = release(winter, [("attendance_total", QUARTER, "")])
    requests = [
        ("attendance_total", scope, by) for scope, by in ((TWO_MONTHS, ""), (Scope(), ""), (Scope(), "month"))
    ]
    second = release(winter, requests, [first.numbers])
    again = release(winter, requests, [first.numbers, second.numbers])
    assert again.evaluations == second.evaluations
    assert again.numbers == second.numbers


def test_document_of_other_rows_hides_nothing_more(winter: Dataset) -> None:
    first = release(winter, [("attendance_total", QUARTER, "")])
    later = Scope(start=date(2026, 4, 1), end=date(2026, 5, 31))
    after_first = release(winter, [("attendance_total", later, "")], [first.numbers])
    assert after_first.evaluations[0].value_for("attendance_total").value == 90
    assert after_first.suppressed_for_history == ()


def test_disclosure_by_earlier_documents_alone_hides_nothing_more(winter: Dataset) -> None:
    """Without a ledger both were released: March's count is public, and a third hides nothing for it."""
    earlier = [release(winter, [("attendance_total", scope, "")]).numbers for scope in (QUARTER, TWO_MONTHS)]
    again = release(winter, [("attendance_total", QUARTER, "")], earlier)
    assert again.evaluations[0].value_for("attendance_total").value == 58


def test_bound_known_from_earlier_documents_is_not_narrowed() -> None:
    """58 up to April and 55 up to February were released, so March had 0 to 3.

    57 up to March would disclose that it had 2.
    """
    data = dataset(
        sessions(
            *(("A", "Hall", f"2026-0{n}-10", count) for n, count in enumerate((30, 25, 2, 1, 50), start=1))
        )
    )
    to_april = Scope(start=date(2026, 1, 1), end=date(2026, 4, 30))
    earlier = [release(data, [("attendance_total", scope, "")]).numbers for scope in (to_april, TWO_MONTHS)]
    assert [number for numbers in earlier for _, number in numbers] == [58, 55]
    third = release(data, [("attendance_total", QUARTER, "")], earlier)
    assert third.evaluations[0].value_for("attendance_total").value is None
    assert [releases for _, releases in third.suppressed_for_history] == [(0, 1)]


def test_small_late_session_is_not_disclosed_by_the_repeated_document() -> None:
    """58 were released, then a session of 3 was entered: 61 after 58 discloses it."""
    days = [("Reading", "Hall", f"2026-01-{day}", count) for day, count in ((10, 28), (17, 30), (24, 3))]
    before, after = (dataset(sessions(*days[:n])) for n in (2, 3))
    requests = [("attendance_total", QUARTER, "")]
    earlier = release(before, requests).numbers
    assert release(after, requests, [earlier]).evaluations[0].value_for("attendance_total").value is None


def test_small_overlap_of_two_programs_is_not_disclosed() -> None:
    """Two of 40 people of one program come to the other's 40 too: 40 + 40 - 78 discloses them."""
    people = [{"at": f"s{n // 40}", "who": f"a{n - 2 * (n // 40)}"} for n in range(80)]
    log = [{"p": p, "on": "2026-01-10", "roster": "complete"} for p in ("Reading", "Craft")]
    whole, programs = release(
        dataset(log, people), [("participants_unique", Scope(), by) for by in ("", "program")]
    ).evaluations
    assert None in (*numbers(whole).values(), *numbers(programs).values())


def two_programs(both: int, third: int = 0) -> Dataset:
    """Reading and Craft have 40 people each, `both` of them shared; Letters has `third` people of its own."""
    people = [{"at": "s0", "who": f"a{n}"} for n in range(40)]
    people += [{"at": "s1", "who": f"a{n}"} for n in range(40 - both, 80 - both)]
    people += [{"at": "s2", "who": f"c{n}"} for n in range(third)]
    names = ("Reading", "Craft", *(["Letters"] if third else []))
    return dataset([{"p": p, "on": "2026-01-10", "roster": "complete"} for p in names], people)


@pytest.mark.parametrize(("both", "third"), [(0, 0), (5, 0), (30, 0), (0, 20), (5, 20)])
def test_large_or_empty_overlap_of_two_programs_may_be_shown(both: int, third: int) -> None:
    requests = [("participants_unique", Scope(), by) for by in ("", "program")]
    whole, programs = release(two_programs(both, third), requests).evaluations
    assert whole.value_for("participants_unique").value == 80 - both + third
    assert [v.value for v in programs.values] == [40, *([20] if third else []), 40]


def test_separate_third_program_does_not_hide_the_overlap() -> None:
    """98 people in all, 20 of Letters, who come to nothing else: 40 + 40 - 78 follows by subtraction."""
    requests = [("participants_unique", Scope(), by) for by in ("", "program")]
    whole, programs = release(two_programs(2, 20), requests).evaluations
    assert None in (*numbers(whole).values(), *numbers(programs).values())


def test_three_documents_do_not_disclose_a_small_overlap() -> None:
    """Reading's 40 were released, then Craft's 40; the whole of 78 would disclose the 2."""
    data, released = two_programs(2), list[Numbers]()
    for name in ("Reading", "Craft"):
        release_of_program = release(
            data, [("participants_unique", Scope((("program", (name,)),)), "")], released
        )
        assert numbers(release_of_program.evaluations[0]) == {"": 40}
        released.append(release_of_program.numbers)
    whole = release(data, [("participants_unique", Scope(), "")], released)
    assert numbers(whole.evaluations[0]) == {"": None}
    assert [releases for _, releases in whole.suppressed_for_history] == [(0, 1)]


def test_small_overlap_of_two_months_is_not_disclosed() -> None:
    """Months of 30 people and 30, 57 in all: 3 came again."""
    people = [{"at": f"s{n // 30}", "who": f"a{n - 3 * (n // 30)}"} for n in range(60)]
    data = dataset([{"on": f"2026-0{month}-10", "roster": "complete"} for month in (1, 2)], people)
    whole, months = release(data, [("participants_unique", Scope(), by) for by in ("", "month")]).evaluations
    assert None in (*numbers(whole).values(), *numbers(months).values())


def test_release_ledger_is_read_as_it_was_written(winter: Dataset) -> None:
    numbers = release(winter, [("attendance_total", QUARTER, by) for by in ("", "month")]).numbers
    entries = (Left(DAY, "Rotary — Ñ", numbers), Left(DAY, "", ()))
    assert read_release_ledger(write_release_ledger(entries)) == entries
    assert Left.from_json(entries[0].to_json()) == entries[0]


@pytest.mark.parametrize("text", [b"", b"{}", b"[1]", b'[{"day": "x"}]', b"\xff"])
def test_unreadable_release_ledger_prevents_a_release(text: bytes) -> None:
    with pytest.raises(LibCollabError, match="list of released numbers"):
        read_release_ledger(text)
