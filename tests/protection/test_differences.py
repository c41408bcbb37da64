"""Two figures together may disclose a third count: who fell, who was at the top, a shared program."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import evaluate, programs_by_partner
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model import Dataset, Settings
from libcollab_metrics.protection import PublicEvaluation, protect
from tests.protection.test_outcomes import readers
from tests.protection.test_protect import evaluation, shown, split, total
from tests.support.builders.datasets import dataset

DAY = date(2026, 6, 30)
LEVEL = "philiri_level"


def released(data: Dataset, by: str) -> tuple[PublicEvaluation, PublicEvaluation]:
    """All metrics as a whole and by a field, released together."""
    whole, grouped = protect([evaluate(data, by=group, as_of=DAY) for group in ("", by)], data.settings)
    return whole, grouped


@pytest.mark.parametrize(
    ("up", "down", "same", "net_leaves"),
    [(12, 1, 7, False), (12, 5, 8, True), (12, 6, 2, False), (12, 0, 8, True)],
)
def test_net_movement_is_shown_only_with_zero_or_five_fallen(
    up: int, down: int, same: int, net_leaves: bool
) -> None:
    """Up minus net are those who fell; the rest stayed. Neither may be 1 to 4."""
    data = dataset(outcomes=readers("A", (1, 2, up), (2, 1, down), (2, 2, same)))
    public, _ = released(data, "program")
    assert public.value_for("philiri_moved_up", measure=LEVEL).numerator == up
    assert (public.value_for("philiri_net_move", measure=LEVEL).value is not None) == net_leaves


def test_net_movement_alone_may_disclose_everything() -> None:
    """19 of 20 net: 19 rose and one stayed. 3 of 20 net: the number who rose is unknown."""
    nets = [Value("philiri_net_move", (("measure", LEVEL),), n / 20, n, 20, 20) for n in (19, -19, 3)]
    assert [protect([evaluation(net)], Settings())[0].values[0].numerator for net in nets] == [None, None, 3]


def test_agreement_and_net_agreement_disclose_who_disagrees() -> None:
    """30 of 41 agree; net 28 means 2 against, net 24 means 6 against and 5 neither."""
    group = (("measure", "knowledge"), ("occasion", None))
    agree = Value("outcome_agreement", group, 30 / 41, 30, 41, 41)
    nets = [Value("net_agreement", group, n / 41, n, 41, 41) for n in (28, 24)]
    public = [protect([evaluation(agree, net)], Settings())[0].values for net in nets]
    assert [(a.numerator, net.numerator) for a, net in public] == [(30, None), (30, 24)]


@pytest.mark.parametrize(("top", "leaves"), [(4, False), (9, False), (10, True), (0, True)])
def test_readers_below_the_top_need_ten_or_none_at_top(top: int, leaves: bool) -> None:
    """All readers minus those below the top are those who were Independent before."""
    data = dataset(outcomes=readers("A", (1, 2, 12), (2, 2, 8), (3, 3, top)))
    public, _ = released(data, "program")
    below = public.value_for("philiri_moved_up", measure=f"{LEVEL}, not yet Independent")
    assert public.value_for("philiri_moved_up", measure=LEVEL).n == 20 + top
    assert below.n == (20 if leaves else None)


def test_program_net_movement_is_not_computable_from_the_other_programs() -> None:
    """A: one fell. The net movements of A and of B, the smaller of the other programs, are hidden."""
    rows = [*readers("A", (1, 2, 12), (2, 1, 1), (2, 2, 7)), *readers("B", (1, 2, 20), (2, 2, 10))]
    rows += [*readers("C", (1, 2, 20), (2, 1, 5), (2, 2, 20))]
    whole, grouped = released(dataset(outcomes=rows), "program")
    assert whole.value_for("philiri_net_move", measure=LEVEL).numerator == 46
    net = {v.groups["program"]: v.numerator for v in grouped.values_for("philiri_net_move")}
    assert net == {"A": None, "B": None, "C": 15}


@pytest.mark.parametrize(
    ("partners", "programs", "hidden"),
    [
        ({"Hope": 43.0, "Trust": 40.0, "Other": 50.0}, {}, {"Hope"}),  # Hope has Trust's visits and 3 more
        ({"Hope": 45.0, "Trust": 40.0, "Other": 20.0}, {}, set()),
        ({"Hope": 43.0, "Other": 50.0}, {"A": 3.0, "B": 40.0, "C": 50.0}, {"Hope"}),  # minus program B
        ({"Hope": 90.0}, {}, {"Hope"}),  # 93 in all
        ({"Hope": 30.0, "Other": 60.0}, {}, {"Other"}),  # 93 in all
    ],
)
def test_partner_exceeding_another_number_by_few_is_hidden(
    partners: dict[str, float], programs: dict[str, float], hidden: set[str]
) -> None:
    tables = [
        split("attendance_total", by, row)
        for by, row in (("partner", partners), ("program", programs))
        if row
    ]
    public = protect([total("attendance_total", 93), *tables], Settings())[1]
    assert hidden <= set(partners) - set(shown(public))
    assert bool(hidden) == (set(shown(public)) != set(partners))


def test_shared_program_does_not_disclose_another_program() -> None:
    """A 3 visits with Hope, B 40 with Hope and Trust, C 50: Hope 43 minus Trust 40 is A."""
    sessions: list[dict[str, Any]] = [
        {"p": p, "on": "2026-03-01", "attended": n} for p, n in (("A", 3), ("B", 40), ("C", 50))
    ]
    programs = [{"name": "A", "partners": ["Hope"]}, {"name": "B", "partners": ["Hope", "Trust"]}]
    data = dataset(sessions=sessions, programs=[*programs, {"name": "C", "partners": ["Other"]}])
    _, grouped = released(data, "partner")
    counts = {v.groups["partner"]: v.value for v in grouped.values_for("attendance_total")}
    assert counts["Hope"] is None


def test_second_group_is_hidden_in_every_equivalent_figure() -> None:
    """Registered at the first session: 4 Cebuano, 25 English, 30 Filipino; 12 Waray came later.

    With the 4 Cebuano, the people of Waray are hidden and, of 59 registered, those of English. The 25
    English people all registered: shown, they would disclose 59 − 30 − 25 = 4.
    """
    groups = ((4, "Cebuano", (0, 1)), (25, "English", (0, 1)), (30, "Filipino", (0,)), (12, "Waray", (1,)))
    people = [
        {"at": f"s{s}", "who": f"{t}{i}", "tongue": t}
        for n, t, sessions_attended in groups
        for i in range(n)
        for s in sessions_attended
    ]
    sessions = [{"on": f"2026-0{month}-01", "roster": "complete"} for month in (3, 4)]
    data = dataset(sessions, people, settings={"completion_threshold": 0.5})
    _, grouped = released(data, "mother_tongue")
    for metric in ("participants_unique", "completion_rate", "attendance_rate"):
        assert [
            v.value for v in grouped.values_for(metric) if v.groups["mother_tongue"] in ("English", "Cebuano")
        ] == [
            None,
            None,
        ]


def test_rate_hidden_for_its_numerator_leaves_people_shown() -> None:
    """3 of 40 of A completed, 20 of 40 of B: the 80 people and their programs may be shown."""
    sides = {"A": 3, "B": 20}
    rates = [Value("completion_rate", (("program", p),), n / 40, n, 40, 40) for p, n in sides.items()]
    people = [Value("participants_unique", (("program", p),), value=40, n=40) for p in sides]
    public = protect([evaluation(*rates, *people, by="program")], Settings())[0]
    assert [v.value for v in public.values] == [None, None, 40, 40]


def form(tutoring_in_march: int) -> Dataset:
    """Story hour counts on official forms; tutoring does not, and had few visits in March, many in all."""
    story = {"age_class": "6-11", "format": "onsite"}
    log = [
        story | {"on": f"2026-0{month}-10", "attended": attended}
        for month, attended in ((1, 40), (2, 35), (3, 30), (4, 28))
    ]
    log += [
        {"p": "Tutoring", "on": "2026-01-12", "attended": 60},
        {"p": "Tutoring", "on": "2026-03-12", "attended": tutoring_in_march},
    ]
    return dataset(log, programs=[{"name": "Tutoring", "official": "no"}])


@pytest.mark.parametrize(("tutoring", "leaves"), [(3, False), (12, True)])
def test_official_month_count_does_not_disclose_an_excluded_program(tutoring: int, leaves: bool) -> None:
    """33 visits in March minus 30 on the form would be the 3 of tutoring."""
    data = form(tutoring)
    whole, months = released(data, "month")
    march = (("month", "2026-03"), ("margin", "age"), ("class", "total"), ("count", "visits"))
    assert (next(v for v in months.values_for("imls_grid") if v.group == march).value == 30) is leaves
    assert months.value_for("attendance_total", month="2026-03").value == 30 + tutoring
    assert whole.value_for("attendance_total").value == 193 + tutoring


def test_official_form_stays_where_only_answers_are_hidden() -> None:
    """Nineteen of twenty agree: the one who does not is hidden, and no sum of visits discloses that one."""
    data = dataset([{"attended": 40, "age_class": "6-11", "format": "onsite"}])
    agree = Value("outcome_agreement", (("measure", "knowledge"), ("occasion", None)), 0.95, 19, 20, 20)
    form_, answers = protect(
        [evaluate(data, metrics=["imls_grid"], as_of=DAY), evaluation(agree)], data.settings
    )
    assert answers.values[0].reason == "small-cell"
    assert form_.value_for("imls_grid", **{"margin": "age", "class": "6-11", "count": "visits"}).value == 40


@pytest.mark.parametrize(
    ("shared", "hidden"),
    [
        (
            {"Hope": {"A"}, "Trust": {"B"}, "Other": {"C"}},
            set(),
        ),  # 43 and 40 of different programs disclose nothing
        ({"Hope": {"A", "B"}, "Trust": {"B"}, "Other": {"C"}}, {"Hope"}),
        (
            {"Hope": {"A"}, "Other": {"C"}},
            {"Hope"},
        ),  # nothing is known of Trust, so any program may be shared
        (None, {"Hope"}),
    ],
)
def test_partners_without_a_common_program_disclose_nothing(
    shared: dict[str, set[str]] | None, hidden: set[str]
) -> None:
    partners = {"Hope": 43.0, "Trust": 40.0, "Other": 50.0}
    tables = [total("attendance_total", 140), split("attendance_total", "partner", partners)]
    public = protect(tables, Settings(), shared)[1]
    assert hidden <= set(partners) - set(shown(public))
    assert bool(hidden) == (set(shown(public)) != set(partners))


def test_partner_is_compared_with_its_own_programs_only() -> None:
    """Hope 43 minus program B 40 is 3, a true count only where B is one of Hope's programs."""
    tables = [
        total("attendance_total", 140),
        split("attendance_total", "partner", {"Hope": 43.0, "Other": 50.0}),
        split("attendance_total", "program", {"A": 43.0, "B": 40.0, "C": 57.0}),
    ]
    apart, together = (
        protect(tables, Settings(), {"Hope": own, "Other": {"C"}})[1] for own in ({"A"}, {"A", "B"})
    )
    assert set(shown(apart)) == {"Hope", "Other"}
    assert "Hope" not in shown(together)


def test_dataset_links_use_the_group_names_of_figures() -> None:
    data = dataset(
        [{"p": "A", "on": "2026-03-01", "attended": 30}],
        programs=[{"name": "A", "partners": ["Hope", "Trust"]}],
    )
    grouped = evaluate(data, metrics=["attendance_total"], by="partner", as_of=DAY)
    assert {value.groups["partner"] for value in grouped.values} == set(programs_by_partner(data))
