"""What may be released: small numbers are hidden, and so is every number that would disclose one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.metrics.definition import Evaluation, Value
from libcollab_metrics.model import Scope, Settings
from libcollab_metrics.protection import PublicEvaluation, protect

DAY = date(2026, 6, 30)


def evaluation(*values: Value, by: str = "", scope: Scope = Scope()) -> Evaluation:  # noqa: B008
    return Evaluation(values, scope, by, DAY, "PHP")


def split(metric: str, by: str, counts: Mapping[str, float]) -> Evaluation:
    """One metric by one field: one value for each group, with the numbers of a count of visits."""
    return evaluation(*(Value(metric, ((by, name),), value=n, n=n) for name, n in counts.items()), by=by)


def total(metric: str, count: float) -> Evaluation:
    return evaluation(Value(metric, value=count, n=count))


def shown(public: PublicEvaluation, metric: str = "attendance_total") -> dict[str | None, float]:
    return {v.group[0][1]: v.value for v in public.values_for(metric) if v.value is not None}


def test_second_part_is_hidden_where_a_total_discloses_the_first() -> None:
    """A 60, B 37, C 3 of 100: C is small, and 100 − 60 − 37 would disclose it."""
    both = protect(
        [total("attendance_total", 100), split("attendance_total", "program", {"A": 60, "B": 37, "C": 3})],
        Settings(),
    )
    assert both[0].value_for("attendance_total").value == 100
    assert shown(both[1]) == {"A": 60}


def test_second_part_is_hidden_without_a_released_total() -> None:
    """The reader may know how many came altogether."""
    assert shown(protect([split("attendance_total", "site", {"A": 60, "B": 37, "C": 3})], Settings())[0]) == {
        "A": 60
    }


def test_two_groups_with_a_small_one_are_both_hidden() -> None:
    assert shown(protect([split("attendance_total", "site", {"A": 60, "C": 3})], Settings())[0]) == {}


def test_third_part_is_hidden_where_two_sum_below_threshold() -> None:
    """1 and 2 are hidden, but a reader who knows that 3 is missing knows nearly all: a third is hidden."""
    assert shown(
        protect([split("attendance_total", "site", {"A": 60, "B": 37, "C": 1, "D": 2})], Settings())[0]
    ) == {"A": 60}


def test_hidden_value_keeps_none_of_its_numbers() -> None:
    full = Value(
        "completion_rate", (("program", "A"),), 0.5, 4, 8, 8, 0.9, 0.4, 0.6, 0.2, 0.8, lowest=0.1, highest=0.9
    )
    hidden = protect([evaluation(full, by="program")], Settings())[0].values[0]
    assert hidden == Value(
        "completion_rate", (("program", "A"),), small=True, reason="small-cell", reason_values={"k": "10"}
    )


@pytest.mark.parametrize("by", ["language", "age_group", "mother_tongue", "person_age"])
def test_people_by_a_personal_attribute_need_ten(by: str) -> None:
    counts = {"A": 60.0, "B": 37.0, "C": 9.0}
    assert shown(
        protect([split("participants_unique", by, counts)], Settings())[0], "participants_unique"
    ) == {"A": 60}
    plain = protect([split("participants_unique", "program", counts)], Settings())[0]
    assert shown(plain, "participants_unique") == counts


def test_filter_by_a_personal_attribute_needs_ten() -> None:
    scope = Scope((("age_group", ("0-5",)),))
    value = Value("attendance_total", value=9, n=2)
    assert protect([evaluation(value, scope=scope)], Settings())[0].values[0].reason == "small-cell"
    assert protect([evaluation(value)], Settings())[0].values[0].value == 9


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_no_share_of_a_small_group_is_shown(share: float) -> None:
    value = Value("completion_rate", value=share, numerator=share * 8, denominator=8, n=8)
    assert protect([evaluation(value)], Settings())[0].values[0].value is None


@pytest.mark.parametrize("metric", ["mean_gain", "outcome_agreement"])
def test_outcomes_of_fewer_than_ten_people_are_hidden(metric: str) -> None:
    nine, ten = (Value(metric, (("measure", "reading"),), value=0.9, n=n) for n in (9, 10))
    assert protect([evaluation(nine)], Settings())[0].values[0].reason == "small-cell"
    assert protect([evaluation(ten)], Settings())[0].values[0].value == 0.9


def test_metric_that_discloses_a_hidden_count_is_hidden() -> None:
    """3 visits at C: 300 pesos ÷ 100 a visit, or 3 ÷ 1 session, would disclose them."""
    group = (("program", "C"),)
    public = protect(
        [
            evaluation(
                Value("attendance_total", group, value=3, n=1),
                Value("attendance_per_session", group, value=3, numerator=3, denominator=1, n=1),
                Value(
                    "cost_per_attendance",
                    (*group, ("level", "cash")),
                    value=100,
                    numerator=300,
                    denominator=3,
                ),
                Value("cost_cash", group, value=300, n=1),
                by="program",
            )
        ],
        Settings(),
    )[0]
    assert [v.value for v in public.values] == [None, None, None, 300]


def test_thresholds_follow_the_settings() -> None:
    counts = {"A": 60.0, "B": 37.0, "C": 7.0, "D": 7.0}
    assert shown(protect([split("attendance_total", "site", counts)], Settings())[0]) == counts
    assert shown(protect([split("attendance_total", "site", counts)], Settings(small_events=8))[0]) == {
        "A": 60,
        "B": 37,
    }


def test_sessions_and_money_are_never_hidden() -> None:
    values = (
        Value("sessions_held", value=2, n=2),
        Value("cost_cash", value=3, n=1),
        Value("attendance_coverage", value=0.5, n=1),
    )
    assert protect([evaluation(*values)], Settings())[0].values == values


def test_only_protect_creates_a_public_evaluation() -> None:
    with pytest.raises(LibCollabError, match="may leave"):
        PublicEvaluation((), Scope(), "", DAY, "")


def test_target_is_hidden_with_its_few_people_but_not_visits() -> None:
    """30 visits of 4 people, with a target of 60 visits: the people are hidden, the visits are not."""
    values = (
        Value("attendance_total", (("program", "A"),), value=30, n=8),
        Value("participants_unique", (("program", "A"),), value=4, n=4),
        Value("target_attainment", (("program", "A"),), value=0.5, numerator=30, denominator=60),
    )
    public = protect([evaluation(*values, by="program")], Settings())[0]
    assert [v.value for v in public.values] == [30, None, None]


counts = st.lists(st.integers(0, 60), min_size=1, max_size=6)


@given(counts, counts)
def test_no_hidden_count_is_the_total_minus_shown_parts(programs: list[int], sites: list[int]) -> None:
    """Two tables under one total, as a document has them."""
    sites[-1] += max(0, sum(programs) - sum(sites))
    programs[-1] += max(0, sum(sites) - sum(programs))
    tables = [
        split("attendance_total", by, {f"{by}{i}": float(n) for i, n in enumerate(row)})
        for by, row in (("program", programs), ("site", sites))
    ]
    whole, *parts = protect([total("attendance_total", sum(programs)), *tables], Settings())
    if whole.values[0].value is None:
        return
    for public, truth in zip(parts, tables, strict=True):
        missing = [t.value or 0 for p, t in zip(public.values, truth.values, strict=True) if p.value is None]
        assert sum(1 for n in missing if n > 0) != 1 or len(missing) == len(truth.values)
        assert not (len(missing) == 1 and len(truth.values) > 1)


@given(counts)
def test_suppression_only_hides_values(row: list[int]) -> None:
    truth = split("attendance_total", "age_group", {str(i): float(n) for i, n in enumerate(row)})
    public = protect([truth], Settings())[0]
    for before, after in zip(truth.values, public.values, strict=True):
        assert after.group == before.group
        assert after.value in (None, before.value)
        assert not 0 < (after.value or 0) < 10


def test_many_marks_of_few_children_are_hidden() -> None:
    """Four children made 80 marks, 60 of them present: the rate still concerns those four."""
    group = (("mother_tongue", "Hiligaynon"),)
    people = Value("participants_unique", group, value=4, n=4)
    rate = Value("attendance_rate", group, value=0.75, numerator=60, denominator=80, n=80)
    public = protect([evaluation(people, rate, by="mother_tongue")], Settings())[0]
    assert [v.reason for v in public.values] == ["small-cell", "small-cell"]


def test_second_rate_is_hidden_where_the_total_discloses_the_first() -> None:
    """Hidden 80 marks of 280: without a second group 280 − 200 would disclose them."""
    marks = {"Cebuano": (150, 200), "Filipino": (90, 120), "Hiligaynon": (60, 80)}
    people = {
        "Cebuano": 14,
        "Filipino": 20,
        "Hiligaynon": 4,
        "Waray": 6,
    }  # absences of the last group were not marked
    values = [
        Value(
            "attendance_rate",
            (("mother_tongue", name),),
            value=present / marked,
            numerator=present,
            denominator=marked,
            n=marked,
        )
        for name, (present, marked) in marks.items()
    ]
    values += [
        Value("participants_unique", (("mother_tongue", name),), value=n, n=n) for name, n in people.items()
    ]
    public = protect([evaluation(*values, by="mother_tongue")], Settings())[0]
    assert list(shown(public, "attendance_rate")) == ["Cebuano"]


def test_filtered_public_evaluation_stays_public() -> None:
    (public,) = protect(
        [evaluation(Value("attendance_total", value=40), Value("sessions_held", value=2))], Settings()
    )
    fewer = public.filter_values(lambda value: value.metric == "sessions_held")
    assert [value.metric for value in fewer.values] == ["sessions_held"]
    assert (fewer.scope, fewer.by, fewer.as_of) == (public.scope, public.by, public.as_of)
