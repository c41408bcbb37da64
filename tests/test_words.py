"""Test that every text of a document is translated and that none is English by mistake."""

from __future__ import annotations

import ast
import re
from datetime import date
from string import Formatter

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.localization import LANGUAGES, PHRASE_PREFIX, Language, language
from libcollab_metrics.metrics import find_metric, format_worked_formula
from libcollab_metrics.metrics.definition import Value, undefined_value
from tools import words

CODES = sorted(words.TRANSLATED)
#: Files with English strings that need no translation: names of layouts and styles, which only editors of a
#: file see, and the text on the page of sent documents.
SPEAKS_ENGLISH = ("pptx_layouts.py", "pptx_template.py", "to_docx.py", "changes.py")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_language_but_english_has_a_catalog() -> None:
    assert sorted(LANGUAGES) == sorted(["en", *words.TRANSLATED])


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_and_phrase_is_translated(code: str) -> None:
    """`make words` adds new texts to the catalogs and lists what is still to be translated."""
    translated = {
        (entry.context, entry.text) for entry in words.catalog_of(code) if entry.said and not entry.fuzzy
    }
    assert [entry for entry in words.to_translate() if (entry.context, entry.text) not in translated] == []


@pytest.mark.parametrize("code", CODES)
def test_catalog_holds_no_obsolete_entry(code: str) -> None:
    wanted = {(entry.context, entry.text) for entry in words.to_translate()}
    assert [entry for entry in words.catalog_of(code) if (entry.context, entry.text) not in wanted] == []


@pytest.mark.parametrize("code", CODES)
def test_catalog_is_as_make_words_writes_it(code: str) -> None:
    assert words.refreshed(code) == words.catalog_of(code)


@pytest.mark.parametrize("code", CODES)
def test_translation_has_the_same_placeholders(code: str) -> None:
    """Phrases of documents have none; braces in such a phrase are plain characters."""
    sentences = [
        entry
        for entry in words.catalog_of(code)
        if entry.said
        and (
            entry.context.startswith(f"{PHRASE_PREFIX}screen") or not entry.context.startswith(PHRASE_PREFIX)
        )
    ]
    assert [entry for entry in sentences if placeholders(entry.text) != placeholders(entry.said)] == []


@pytest.mark.parametrize("code", CODES)
def test_every_phrase_of_the_pages_is_translated(code: str) -> None:
    spoken = language(code)
    assert [
        text
        for kind in ("screen", "screen-one")
        for text in words.phrases(kind)
        if (kind, text) not in spoken.phrases
    ] == []


def test_both_forms_of_a_plural_are_in_the_catalogs() -> None:
    assert {"{count} row", "{count} rows"} <= set(words.phrases("screen"))
    assert "{count} cancelled" in words.phrases("screen-one")
    assert SPANISH.translate("{count} cancelled", "screen-one") == "{count} cancelada"


@pytest.mark.parametrize("code", CODES)
def test_translation_has_the_same_numbers(code: str) -> None:
    """Translations keep every number, whatever decimal sign they use."""
    digits = re.compile(r"\d+")
    entries = [entry for entry in words.catalog_of(code) if entry.said]
    assert [e for e in entries if sorted(digits.findall(e.text)) != sorted(digits.findall(e.said))] == []


def test_changed_english_sentence_marks_its_translation_fuzzy(monkeypatch: pytest.MonkeyPatch) -> None:
    older = [
        words.Entry(e.context, "Once it said something else.", "Antes.") for e in words.to_translate()[:1]
    ]
    monkeypatch.setattr(words, "catalog_of", lambda code: older)
    first = words.refreshed("es")[0]
    assert (first.said, first.fuzzy) == ("Antes.", True)


def test_typed_name_is_not_translated() -> None:
    assert language("es").translate("Story hour", "part") == "Story hour"


def test_english_phrase_is_printed_unchanged() -> None:
    assert language("en").translate("Program sessions", "metric") == "Program sessions"


def _docstrings(tree: ast.Module) -> set[ast.AST]:
    scopes = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
    )
    return {
        node.body[0].value
        for node in scopes
        if isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)
    }


def english_in_code(tree: ast.Module) -> list[str]:
    """Return the sentences in the code that belong in a catalog, and phrases printed without translation.

    Messages of raised errors are not part of a document.
    """
    ignored = _docstrings(tree)
    for node in ast.walk(tree):
        is_raised = isinstance(node, ast.Raise) or (
            isinstance(node, ast.Call) and "Error" in ast.unparse(node.func)
        )
        is_translated = isinstance(node, ast.Call) and (
            ast.unparse(node.func).endswith(".translate") or ast.unparse(node.func) in words.MESSAGE_POSITIONS
        )
        if is_raised or is_translated:
            ignored.update(ast.walk(node))
    return [ast.unparse(node) for node in ast.walk(tree) if node not in ignored and _is_english(node)]


def _is_english(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(re.search(r"[A-Za-z]{2,} [a-z]+ [a-z]+", node.value))
    return isinstance(node, ast.Attribute) and bool(
        re.search(r"(metric|about|find_metric\(.*\)|kind)\.(label|caveat|title|source)$", ast.unparse(node))
    )


@pytest.mark.parametrize("folder", ["figures", "reports"])
def test_document_code_contains_no_sentence(folder: str) -> None:
    files = sorted((words.PACKAGE / folder).rglob("*.py"))
    sentences = {path.name: english_in_code(ast.parse(path.read_text(encoding="utf-8"))) for path in files}
    allowed = {sentence for name in SPEAKS_ENGLISH for sentence in sentences.get(name, ())}
    remaining = {
        name: [sentence for sentence in texts if sentence not in allowed] for name, texts in sentences.items()
    }
    assert {name: texts for name, texts in remaining.items() if texts} == {}


@pytest.mark.parametrize(
    "line", ['said = "at least some rows"', "title = metric.label", "find_metric(name).caveat"]
)
def test_sentence_in_the_code_is_found(line: str) -> None:
    assert len(english_in_code(ast.parse(line + "\n"))) == 1


#: Modules of the reader without a text of the screens: for the command line and for administrators,
#: headings and codes of sheets, and texts that `make words` takes from their tables.
NO_SCREEN = (
    "answers.py",
    "limits.py",
    "selftest.py",
    "clues.py",
    "own_workbooks.py",
    "question_kinds.py",
    "export_headings.py",
)
#: Codes and headings of more than two words in the other modules.
CODES_OF_READER = frozenset(
    [
        *("table in a cell", "false string count", "too many sheets", "too many strings", "too many parts"),
        *("not well formed", "beyond the grid", "meeting start time", "apellidos y nombres"),
        *("by its noun", "remarks on status", "todas las edades", "lahat ng edad"),
    ]
)
READER_FILES = [
    path
    for path in sorted((words.PACKAGE / "ingest").rglob("*.py"))
    if path.name not in NO_SCREEN and path.parent.name != "writers"
]


def bare_messages(tree: ast.Module) -> list[str]:
    """Return the texts given as a message, a reason or an error that are no `Message`."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    given = [word.value for call in calls for word in call.keywords if word.arg in ("message", "reason")]
    given += [
        call.args[0]
        for call in calls
        if call.args and ast.unparse(call.func) in ("LibCollabError", "UnreadableFileError")
    ]
    return [ast.unparse(text) for text in given if isinstance(text, ast.Constant | ast.JoinedStr)]


def plain_texts(tree: ast.Module) -> set[str]:
    """Return the texts of the reader that a page would show in English."""
    sentences = {text for text in map(ast.literal_eval, english_in_code(tree)) if "\\" not in text}
    messages = {
        text for text in bare_messages(tree) if re.search(r"[a-z]{2,} ", re.sub(r"\{.*?\}", "", text))
    }
    return (sentences - CODES_OF_READER) | messages


def test_reader_says_nothing_outside_a_message() -> None:
    texts = {path.name: plain_texts(ast.parse(path.read_text(encoding="utf-8"))) for path in READER_FILES}
    assert {name: found for name, found in texts.items() if found} == {}


@pytest.mark.parametrize(
    "line",
    [
        'log.add("date-missing", message="no date")',
        'log.add("date-missing", message=f"no date in row {row}")',
        'body.exclude(rows, "it holds no table of its own")',
        'raise UnreadableFileError(f"{label} is empty.")',
    ],
)
def test_text_outside_a_message_is_found(line: str) -> None:
    assert plain_texts(ast.parse(line + "\n"))


SPANISH, FILIPINO = language("es"), language("fil")


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        (SPANISH, ("14.148", "29,1", "44 %", "menos de 0,1 %", "₱142,86", "₱41.980", "US$3,50", "−2,5")),
        (FILIPINO, ("14,148", "29.1", "44%", "wala pang 0.1%", "₱142.86", "₱41,980", "$3.50", "−2.5")),
    ],
    ids=["es", "fil"],
)
def test_numbers_shares_and_money_are_formatted_for_the_language(
    spoken: Language, written: tuple[str, ...]
) -> None:
    assert written == (
        spoken.number(14148),
        spoken.average(29.1111),
        spoken.share(0.4415),
        spoken.share(0.0004),
        spoken.money(142.857, "PHP"),
        spoken.money(41980, "PHP"),
        spoken.money(3.5, "USD"),
        spoken.number(-2.5, 1),
    )


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        (SPANISH, ("7 de marzo de 2026", "7 de marzo", "7 mar 2026", "sept 2026", "sábado")),
        (FILIPINO, ("Marso 7, 2026", "Marso 7", "Mar 7, 2026", "Set 2026", "Sabado")),
    ],
    ids=["es", "fil"],
)
def test_days_and_months_are_formatted_for_the_language(spoken: Language, written: tuple[str, ...]) -> None:
    day = date(2026, 3, 7)
    formatted = (
        spoken.day(day),
        spoken.day(day, with_year=False),
        spoken.short_day(day),
        spoken.month("2026-09"),
    )
    assert (*formatted, spoken.weekday(5)) == written


def test_reason_is_in_the_language_of_the_document() -> None:
    field, setting = (
        undefined_value("no-field", field="a target"),
        undefined_value("no-setting", name="staff_rate"),
    )
    assert SPANISH.reason(field) == "Ninguna fila indica una meta."
    assert FILIPINO.reason(setting) == "May kulang na setting: ang halaga ng isang oras ng kawani."
    assert (
        SPANISH.reason(undefined_value("not-by-this", group="mother tongue"))
        == "No se registra por lengua materna."
    )


def test_formula_is_in_the_language_of_the_document() -> None:
    average, metric = (
        Value("attendance_per_session", value=19.75, numerator=79, denominator=4),
        "attendance_per_session",
    )
    assert format_worked_formula(average, find_metric(metric), SPANISH) == "79 visitas ÷ 4 sesiones = 19,8"
    assert format_worked_formula(average, find_metric(metric), FILIPINO) == "79 pagdalo ÷ 4 sesyon = 19.8"


def test_unknown_language_is_rejected_with_the_known_ones() -> None:
    with pytest.raises(LibCollabError, match="fil"):
        language("fi")


def test_missing_translation_never_falls_back_to_english() -> None:
    unfinished = Language("es", {"and": "{first} y {last}"})
    with pytest.raises(LibCollabError, match="not-known"):
        unfinished.message("not-known")
