"""Everything a document says is there in every language, and nothing of it is English by mistake."""

from __future__ import annotations

import ast
import re
from string import Formatter

import pytest

from libcollab_metrics.languages.catalogs import PHRASE
from libcollab_metrics.wording import LANGUAGES, language
from tests import words

CODES = sorted(words.TRANSLATED)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_language_but_english_has_a_catalog() -> None:
    assert sorted(LANGUAGES) == sorted(["en", *words.TRANSLATED])


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_and_phrase_is_translated(code: str) -> None:
    """`make words` adds what is new to the catalogs and lists what is left to translate."""
    said = {(entry.context, entry.text) for entry in words.catalog_of(code) if entry.said and not entry.fuzzy}
    assert [entry for entry in words.to_translate() if (entry.context, entry.text) not in said] == []


@pytest.mark.parametrize("code", CODES)
def test_a_catalog_holds_nothing_that_is_said_no_more(code: str) -> None:
    asked = {(entry.context, entry.text) for entry in words.to_translate()}
    assert [entry for entry in words.catalog_of(code) if (entry.context, entry.text) not in asked] == []


@pytest.mark.parametrize("code", CODES)
def test_a_catalog_is_as_the_command_writes_it(code: str) -> None:
    assert words.refreshed(code) == words.catalog_of(code)


@pytest.mark.parametrize("code", CODES)
def test_a_translation_names_the_same_values(code: str) -> None:
    """A phrase has none: its braces, if any, are letters."""
    sentences = [entry for entry in words.catalog_of(code) if entry.said and not entry.context.startswith(PHRASE)]
    assert [e for e in sentences if placeholders(e.text) != placeholders(e.said)] == []


def test_a_changed_english_sentence_makes_its_translation_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    older = [words.Entry(e.context, "Once it said something else.", "Antes.") for e in words.to_translate()[:1]]
    monkeypatch.setattr(words, "catalog_of", lambda code: older)
    first = words.refreshed("es")[0]
    assert (first.said, first.fuzzy) == ("Antes.", True)


def test_what_somebody_typed_stays_as_typed() -> None:
    assert language("es").phrase("Story hour", "part") == "Story hour"


def test_english_says_a_phrase_as_it_stands() -> None:
    assert language("en").phrase("Program sessions", "metric") == "Program sessions"


def _docstrings(tree: ast.Module) -> set[ast.AST]:
    scopes = (n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef) and n.body)
    return {
        n.body[0].value for n in scopes if isinstance(n.body[0], ast.Expr) and isinstance(n.body[0].value, ast.Constant)
    }


def english_in_code(tree: ast.Module) -> list[str]:
    """Sentences written where a catalog should be asked, and phrases of the code printed as they stand.

    What is raised is no part of a document.
    """
    left = _docstrings(tree)
    for node in ast.walk(tree):
        is_raised = isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and "Error" in ast.unparse(node.func))
        is_asked = isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".phrase")
        if is_raised or is_asked:
            left.update(ast.walk(node))
    return [ast.unparse(node) for node in ast.walk(tree) if node not in left and _is_english(node)]


def _is_english(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(re.search(r"[A-Za-z]{2,} [a-z]+ [a-z]+", node.value))
    return isinstance(node, ast.Attribute) and bool(
        re.search(r"(metric|about|find_metric\(.*\)|kind)\.(label|caveat|title|source)$", ast.unparse(node))
    )


@pytest.mark.parametrize("folder", ["figures", "reports"])
def test_no_sentence_is_written_in_the_code_of_documents(folder: str) -> None:
    files = sorted((words.PACKAGE / folder).rglob("*.py"))
    found = {path.name: english_in_code(ast.parse(path.read_text(encoding="utf-8"))) for path in files}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize("line", ['said = "at least some rows"', "title = metric.label", "find_metric(name).caveat"])
def test_a_sentence_in_the_code_is_seen(line: str) -> None:
    assert len(english_in_code(ast.parse(line + "\n"))) == 1
