"""No text of a page is English in the code: each passes through `pages/ui/translation.py`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tools.words import PHRASE_POSITIONS

#: Folder for whoever starts a server, not for visitors; its messages are in English.
UNTRANSLATED = ROOT / "pages" / "ui" / "hosting"
FILES = [path for path in sorted((ROOT / "pages").rglob("*.py")) if UNTRANSLATED not in path.parents]
#: Functions of Streamlit whose first argument is a text.
STREAMLIT = frozenset(
    (
        *("badge", "button", "caption", "checkbox", "date_input", "download_button", "error", "expander"),
        *("file_uploader", "form_submit_button", "header", "info", "link_button", "markdown", "metric"),
        *("multiselect", "number_input", "pills", "popover", "radio", "segmented_control", "selectbox"),
        *("slider", "spinner", "subheader", "success", "text", "text_area", "text_input", "TextColumn"),
        *("title", "toast", "toggle", "warning", "write"),
    )
)
#: Functions of the pages that take texts, and their positions.
HELPERS = {
    "add_message": range(9),
    "add_refusal": range(9),
    "add_warning": range(9),
    "card": (1, 2),
    "chip": (0,),
    "compared_figure": (3,),
    "draw_button": (0,),
    "draw_known_figures": (2,),
    "draw_parts": (1,),
    "draw_submit_button": (0,),
    "draw_table": (0, 2),
    "Figure": (0, 2, 3, 7),
    "headline": (0, 1, 2),
    "legend": (0,),
    "render_marked_up_table": (0, 1),
    "render_table": (0, 1),
    "Unlock": (0, 1),
    "visits_figure": (3,),
}
#: Arguments that are texts, of any function.
KEYWORDS = frozenset(("alt", "caption", "chip", "help", "label", "marker", "note", "placeholder"))
#: Codes and keys of more than one word that no page shows, and names of examples.
CODES = frozenset(
    (
        *("not met", "cash spent", "staff hours at their rate", "gifts other than hours", "in use"),
        *("volunteer hours at their rate", "language of the run", "let in", "failed downloads"),
        *("Main Library, 12 Mabini Street, library@example.org", "library.example/method"),  # examples
        *("Malinaw Municipal Library", "Rotary Club"),
        *("this machine", "too short", "Success criteria", "Nothing to do.", "Book deliveries", "Age group"),
    )
)
WORDS = re.compile(r"[A-Za-z’]{2,} [A-Za-z]")
MARKUP = re.compile(r"<[^>]*>?|^[^<]*>|:material/\w+:|\S+=\"[^\"]*\"?|\S+:\S+;?")


def is_translated(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) in PHRASE_POSITIONS


def literal_texts(node: ast.AST) -> Iterator[str]:
    """Yield the words of an expression that are shown as they are."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.search(r"[A-Za-z][a-z]", MARKUP.sub("", node.value)) and node.value not in CODES:
            yield node.value
    elif isinstance(node, ast.JoinedStr | ast.BinOp | ast.BoolOp | ast.Tuple | ast.List):
        for child in ast.iter_child_nodes(node):
            yield from literal_texts(child)
    elif isinstance(node, ast.IfExp):
        yield from literal_texts(node.body)
        yield from literal_texts(node.orelse)
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "escape_markdown":
        yield from literal_texts(node.args[0])


def english_arguments(tree: ast.Module) -> list[str]:
    """Return the texts that a call of a text function shows without translation."""
    found: list[str] = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func).rpartition(".")[2]
        is_method = isinstance(call.func, ast.Attribute)
        positions = HELPERS.get(name, (0,) if is_method and name in STREAMLIT else ())
        shown = [argument for position, argument in enumerate(call.args) if position in positions]
        shown += [keyword.value for keyword in call.keywords if keyword.arg in KEYWORDS]
        found += [text for argument in shown for text in literal_texts(argument)]
    return found


def english_sentences(tree: ast.Module) -> list[str]:
    """Return the literals of two words or more that are neither translated nor a docstring nor an error."""
    ignored: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            ignored.add(node.value)
        elif isinstance(node, ast.Raise):
            ignored.update(ast.walk(node))
        elif is_translated(node):
            ignored.update(argument for argument in node.args if isinstance(argument, ast.Constant))
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in ignored
    ]
    return [text for text in texts if WORDS.search(MARKUP.sub("", text)) and text not in CODES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_page_shows_no_untranslated_literal(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert english_arguments(tree) == []
    assert english_sentences(tree) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_translated_phrase_is_a_literal_without_values(path: Path) -> None:
    """An f-string is no phrase of a catalog: `make words` could not find it."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if is_translated(node)]
    phrases = [a for call in calls for a in call.args[PHRASE_POSITIONS[ast.unparse(call.func)]]]
    assert [ast.unparse(phrase) for phrase in phrases if isinstance(phrase, ast.JoinedStr | ast.BinOp)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_variable_hides_the_function_that_translates(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    targets = [node.target for node in ast.walk(tree) if isinstance(node, ast.For)]
    targets += [target for node in ast.walk(tree) if isinstance(node, ast.Assign) for target in node.targets]
    comprehensions = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
    for node in ast.walk(tree):
        if isinstance(node, comprehensions) and any(map(is_translated, ast.walk(node))):
            targets += [generator.target for generator in node.generators]
    names = [node for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
    assert [n.lineno for n in names if n.id == "_" and isinstance(n.ctx, ast.Store)] == []


@pytest.mark.parametrize(
    "line",
    [
        'st.text("Hello")',
        'st.sidebar.caption(f"{count} rows")',
        'card("key", "Cash spent", _("Cash"))',
        'draw_button(_("Save"), help="Saves it")',
        'st.markdown("Rows: " + names)',
        'st.info(escape_markdown(f"Signed in for {name}"))',
        'LABELS = {"own": "Own dates"}',
    ],
)
def test_untranslated_literal_is_found(line: str) -> None:
    tree = ast.parse(line)
    assert english_arguments(tree) + english_sentences(tree)


@pytest.mark.parametrize(
    "line",
    [
        'st.text(_("Hello there"))',
        'st.markdown(f"**{title}** ({count})")',
        'LABELS = {"own": later("Own dates")}',
        'st.html(f\'<div class="lc-title two">{_("Ask them")}</div>\')',
    ],
)
def test_translated_text_is_allowed(line: str) -> None:
    tree = ast.parse(line)
    assert english_arguments(tree) + english_sentences(tree) == []
