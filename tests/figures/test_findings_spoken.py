"""A finding says the same in every language as in English, and claims no more at any edge."""

from __future__ import annotations

import pytest

from libcollab_metrics.figures import findings
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value

ATTENDANCE, RATE, GAIN, BOOKS = map(
    find_metric, ("attendance_total", "attendance_rate", "mean_gain", "books_at_stage")
)
Rows = list[findings.Row]


def visits(**counts: float) -> Rows:
    return [(name, Value("attendance_total", value=n)) for name, n in counts.items()]


CLEAR = visits(Taller=412, Club=1200)
EQUAL = visits(A=30, B=30)
ALONE = visits(Taller=1)
NOTHING = [("A", Value("attendance_total", reason="no-counts"))]
GAPS: Rows = [
    ("A", Value("attendance_total", value=50, coverage=0.4)),
    ("B", Value("attendance_total", value=9, coverage=0.9)),
]
BOUND: Rows = [
    ("A", Value("attendance_total", value=50)),
    ("B", Value("attendance_total", value=40, certainty="at_least")),
]
HIDDEN = [
    *visits(A=50, B=40),
    ("C", Value("attendance_total", reason="small-cell", reason_values={"k": "5"})),
]


@pytest.mark.parametrize(
    ("rows", "spanish", "filipino"),
    [
        (
            CLEAR,
            "Asistencia a los programas: máximo en Club, 1.200 visitas",
            "Pagdalo sa mga programa: pinakamataas sa Club, 1,200 pagdalo",
        ),
        (
            EQUAL,
            "Asistencia a los programas: igual en todos, 30 visitas",
            "Pagdalo sa mga programa: pareho sa lahat, 30 pagdalo",
        ),
        (ALONE, "Asistencia a los programas, Taller: 1 visita", "Pagdalo sa mga programa, Taller: 1 pagdalo"),
        (
            NOTHING,
            (
                "Asistencia a los programas: todavía no hay nada que mostrar. No se anotó ningún número de"
                " asistentes."
            ),
            "Pagdalo sa mga programa: wala pang maipapakita. Walang naitalang bilang ng dumalo.",
        ),
        (
            GAPS,
            (
                "Asistencia a los programas: faltan demasiados números para comparar grupos"
                " (en alguno solo está registrado el 40 %)"
            ),
            (
                "Pagdalo sa mga programa: napakaraming kulang na bilang para maghambing ng mga pangkat"
                " (may 40% lang ang nakatala)"
            ),
        ),
        (
            BOUND,
            "Asistencia a los programas: máximo en A según lo registrado, 50 visitas",
            "Pagdalo sa mga programa: pinakamataas sa A ayon sa nakatala, 50 pagdalo",
        ),
        (
            HIDDEN,
            "Asistencia a los programas: máximo en A entre los grupos mostrados, 50 visitas",
            "Pagdalo sa mga programa: pinakamataas sa A sa mga ipinakitang pangkat, 50 pagdalo",
        ),
    ],
)
def test_comparison_finding_is_correct_in_each_language(rows: Rows, spanish: str, filipino: str) -> None:
    assert findings.comparison_finding(rows, ATTENDANCE, language("es")) == spanish
    assert findings.comparison_finding(rows, ATTENDANCE, language("fil")) == filipino


def test_small_groups_are_not_compared_in_any_language() -> None:
    rows: Rows = [
        ("A", Value("attendance_rate", value=0.5, n=4)),
        ("B", Value("attendance_rate", value=0.9, n=40)),
    ]
    assert (
        findings.comparison_finding(rows, RATE, language("es"))
        == "Tasa de asistencia: los grupos son demasiado pequeños para compararlos (n desde 4)"
    )
    assert (
        findings.comparison_finding(rows, RATE, language("fil"))
        == "Bahagdan ng pagdalo: napakaliit ng mga pangkat para paghambingin (n mula 4)"
    )


@pytest.mark.parametrize(
    ("value", "spanish", "filipino"),
    [
        (
            Value("mean_gain", value=2.5, ci_low=1.25, ci_high=3.75, n=14),
            "Puntaje: subió 2,5 puntos en promedio (+1,3 a +3,8; 14 lectores)",
            "Puntaje: tumaas nang 2.5 puntos sa average (+1.3 hanggang +3.8; 14 mambabasa)",
        ),
        (
            Value("mean_gain", value=0.5, ci_low=-1.0, ci_high=2.0, n=14),
            "Puntaje: sin cambio claro (+0,5 puntos, de −1,0 a +2,0; 14 lectores)",
            "Puntaje: walang malinaw na pagbabago (+0.5 puntos, −1.0 hanggang +2.0; 14 mambabasa)",
        ),
    ],
)
def test_gain_is_claimed_only_when_interval_excludes_zero(value: Value, spanish: str, filipino: str) -> None:
    assert findings.gain_finding([("puntaje", value)], GAIN, language("es")) == spanish
    assert findings.gain_finding([("puntaje", value)], GAIN, language("fil")) == filipino


def test_stage_name_fits_inside_the_sentence() -> None:
    for code, expected in (
        ("es", "Recibidos: 30 de 40 libros prometidos"),
        ("fil", "Natanggap: 30 sa 40 aklat na ipinangako"),
    ):
        spoken = language(code)
        stages = [
            (spoken.message(f"stage-{name}"), Value(BOOKS.id, value=n))
            for name, n in (("pledged", 40), ("received", 30))
        ]
        assert findings.book_flow_finding(stages, BOOKS, spoken) == expected
