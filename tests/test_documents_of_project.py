"""README, CONTRIBUTING and docs/ agree with the code: commands, figures, labels, options, limits."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from libcollab_metrics.cli.commands import main
from libcollab_metrics.document_kinds import AUDIENCE_ALIASES
from libcollab_metrics.event_log import EVENTS
from libcollab_metrics.ingest import LAYOUTS, check_answers, limits
from libcollab_metrics.ingest.question_kinds import QUESTIONS
from libcollab_metrics.localization import LANGUAGES
from libcollab_metrics.metrics import CATALOG, CORE
from libcollab_metrics.model import SCOPE_FIELDS
from libcollab_metrics.model.schema import FIELD_LABELS
from libcollab_metrics.model.settings import SETTING_PARSERS, parse_setting
from libcollab_metrics.reports import AUDIENCES, FORMATS
from pages.ui.navigation import PAGES
from tests.support.paths import ROOT
from tests.support.sheets import xlsx
from tools import metrics_reference, module_index

DOCS = ROOT / "docs"
MAX_README_LINES = 120


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


README = read(ROOT / "README.md")
GUIDE = read(DOCS / "user-guide.md")
COMMAND_LINE = read(DOCS / "command-line.md")
HOSTING = read(DOCS / "hosting.md")


def section(text: str, heading: str) -> str:
    """Return the text below a heading, up to the next heading of level 2."""
    return re.split(rf"^## {re.escape(heading)}$", text, flags=re.MULTILINE)[1].split("\n## ")[0]


def first_cells(text: str) -> list[str]:
    """Return the names in code style in the first cell of every table row."""
    cells = re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def options_of(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts if name.startswith("--")}


def json_block(name: str) -> dict[str, Any]:
    (shown,) = re.findall(rf"```json {name}\n(.+?)```", COMMAND_LINE, re.DOTALL)
    parsed: dict[str, Any] = json.loads(shown)
    return parsed


def test_readme_is_shorter_than_120_lines() -> None:
    assert len(README.splitlines()) < MAX_README_LINES


def test_readme_shows_what_the_command_prints(tmp_path: Path) -> None:
    table = re.findall(r"^\| (2026-[^|]+)\|([^|]+)\|([^|]+)\|([^|]*)\|$", README, re.MULTILINE)
    rows = [[cell.strip() or None for cell in row] for row in table]
    assert len(rows) == 4
    sheet = tmp_path / "march.xlsx"
    sheet.write_bytes(xlsx(Log=[["Date", "Title", "Location", "Attendance"], *rows]))
    command, *printed = re.findall(r"\$ python -m libcollab_metrics (.+)\n(.+)\n(.+)\n(.+)\n", README)[0]
    words = [str(sheet) if word == "march.xlsx" else word for word in command.split()]
    started = [sys.executable, "-m", "libcollab_metrics", *words]
    done = subprocess.run(started, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == printed


def test_readme_counts_the_metrics() -> None:
    assert f"{len(CORE)} core metrics and {len(CATALOG) - len(CORE)} others" in flat(README)


def test_guide_lists_every_layout() -> None:
    listed = first_cells(section(GUIDE, "Layouts"))
    assert sorted(listed) == sorted(LAYOUTS)


def test_guide_names_every_page_and_format() -> None:
    listed = re.findall(r"^\| \*([^*]+)\* \|", section(GUIDE, "Pages"), re.MULTILINE)
    assert listed == [page.title for page in PAGES]
    assert [fmt for fmt in FORMATS if fmt.upper() not in section(GUIDE, "Sharing")] == []


def test_pages_quote_labels_that_the_screens_show() -> None:
    """A label is in italics; "…" in it stands for a name that the program inserts."""
    package = ROOT / "libcollab_metrics"
    labels_in_package = (package / "model" / "schema.py", package / "document_kinds.py")
    sources = "\n".join(map(read, (*ROOT.glob("pages/**/*.py"), *labels_in_package)))
    pages = (README, GUIDE, COMMAND_LINE, HOSTING, read(DOCS / "privacy.md"))
    prose = flat(re.sub(r"```.+?```|`[^`]+`|\*\*", "", "\n".join(pages), flags=re.DOTALL))
    labels = set(re.findall(r"(?<![*\w])\*([^*]+)\*(?![*\w])", prose))
    assert len(labels) > 60
    patterns = {label: ".+?".join(map(re.escape, re.split(r"\s*…\s*", label))) for label in labels}
    assert [label for label, pattern in patterns.items() if not re.search(pattern, sources)] == []


def test_command_line_page_lists_the_options_of_each_command() -> None:
    for name, command in main.commands.items():
        cells = first_cells(section(COMMAND_LINE, name))
        listed = {cell.split()[0] for cell in cells if cell.startswith("--")}
        assert listed == options_of(command), name


def test_command_line_usage_offers_every_audience_format_and_language() -> None:
    usage = COMMAND_LINE[COMMAND_LINE.index("_metrics report ") : COMMAND_LINE.index("_metrics template OUT")]
    lists = re.findall(r"(?:--for |OUT|--lang )([a-zA-Z.|]+)", usage)
    offered = {name.rpartition(".")[2] for names in lists for name in names.split("|")}
    assert {AUDIENCE_ALIASES.get(name, name) for name in offered} == {*AUDIENCES, *FORMATS, *LANGUAGES}


def test_command_line_page_lists_every_field() -> None:
    (sentence,) = re.findall(r"Fields are (.+?)\.", flat(COMMAND_LINE))
    assert sorted(re.findall(r"`(\w+)`", sentence)) == sorted(SCOPE_FIELDS)


def test_command_line_page_lists_every_answer_with_its_values() -> None:
    answers = section(COMMAND_LINE, "Answers")
    assert set(first_cells(answers)) == set(QUESTIONS)
    for key, values in {key: kind.allowed for key, kind in QUESTIONS.items() if kind.allowed}.items():
        (shown,) = re.findall(rf"^\| `{key}` \| ([^|]+) \|", answers, re.MULTILINE)
        assert set(re.findall(r"`([^`]+)`", shown)) == {str(value).lower() for value in values}


def test_command_line_page_lists_every_field_of_a_column() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|$", section(COMMAND_LINE, "Fields"), re.MULTILINE)
    listed = {f"{table}.{name}" for table, names in rows for name in re.findall(r"`(\w+)`", names)}
    assert listed == set(FIELD_LABELS)


def test_command_line_page_lists_every_setting() -> None:
    assert set(first_cells(section(COMMAND_LINE, "Settings"))) == set(SETTING_PARSERS)


def test_examples_of_answers_and_settings_are_valid() -> None:
    check_answers(json_block("answers"))
    read_settings = {name: parse_setting(name, value) for name, value in json_block("settings").items()}
    assert read_settings["documents"]["pitch"]["tiers"][0]["amount"] == 5000


def test_command_examples_name_existing_commands_and_options() -> None:
    examples = re.findall(r"^python -m libcollab_metrics (\w+) +(.+)$", COMMAND_LINE, re.MULTILINE)
    assert len(examples) > 8
    for name, rest in examples:
        assert set(re.findall(r"--[a-z-]+", rest)) <= options_of(main.commands[name]), rest


def test_hosting_page_lists_every_limit() -> None:
    number = r"([\d,]+)"
    row = rf"^\| `(LIBCOLLAB_MOST_\w+)` \| [^|]+ \| {number} \| {number} \| {number} \|$"
    table = re.findall(row, HOSTING, re.MULTILINE)
    shown = {name: tuple(int(value.replace(",", "")) for value in values) for name, *values in table}
    expected = {}
    for name, field in limits.Limits.__dataclass_fields__.items():
        unit, highest = field.metadata["unit"], field.metadata["ceiling"]
        usual = [getattr(places, name) // unit for places in (limits.LAPTOP, limits.HOSTED)]
        expected[limits.setting_for(name)] = (*usual, highest)
    assert shown == expected


def test_hosting_page_states_the_number_of_readers() -> None:
    sentence = rf"`{limits.READERS_SETTING}` is [^:]+: (\d+) if not given, (\d+) at most"
    ((usual, most),) = re.findall(sentence, flat(HOSTING))
    assert (int(usual), int(most)) == (limits.READERS, limits.MAX_READERS)


def test_hosting_page_names_only_variables_of_the_program() -> None:
    sources = "\n".join(map(read, (*ROOT.glob("pages/**/*.py"), *ROOT.glob("libcollab_metrics/**/*.py"))))
    of_limits = {limits.setting_for(name) for name in limits.Limits.__dataclass_fields__}
    known = {*re.findall(r"LIBCOLLAB_[A-Z_]*[A-Z]\b", sources), *of_limits, limits.READERS_SETTING}
    assert set(re.findall(r"\bLIBCOLLAB_[A-Z_]*[A-Z]\b", HOSTING)) <= known


def test_hosting_page_lists_every_event() -> None:
    assert set(first_cells(section(HOSTING, "Event log"))) == set(EVENTS)


def test_metrics_page_agrees_with_the_catalog() -> None:
    """`make reference` writes the page."""
    assert read(metrics_reference.PAGE) == metrics_reference.render()
    ids = re.findall(r"^- Id: `(\w+)`", metrics_reference.render(), re.MULTILINE)
    assert sorted(ids) == sorted(metric.id for metric in CATALOG)


def test_list_of_modules_agrees_with_the_code() -> None:
    """`make reference` writes the page; every module says in one line what it is for."""
    page = module_index.render()
    assert read(module_index.PAGE) == page
    assert re.findall(r"^- `.*`: *$", page, re.MULTILINE) == []
    assert "- `to_pdf.py`: PDF renderer" in page


def test_contributing_names_existing_modules() -> None:
    text = read(ROOT / "CONTRIBUTING.md")
    named = re.findall(r"`([a-z_/]+\.(?:py|toml))`", text)
    folders = (ROOT, ROOT / "libcollab_metrics", ROOT / "libcollab_metrics" / "reports")
    assert len(named) > 10
    assert [name for name in named if not any((folder / name).exists() for folder in folders)] == []


def test_architecture_page_names_existing_modules_and_functions() -> None:
    text = read(DOCS / "architecture.md")
    paths = re.findall(r"`([\w/.]+(?:\.py|\.toml|/))`", text)
    folders = (ROOT, ROOT / "libcollab_metrics")
    assert len(paths) > 30
    assert [path for path in paths if not any((folder / path).exists() for folder in folders)] == []
    sources = "\n".join(map(read, (*ROOT.glob("pages/**/*.py"), *ROOT.glob("libcollab_metrics/**/*.py"))))
    functions = re.findall(r"`(?:\w+\.)?(\w+)\(\)`", text)
    classes = re.findall(r"`([A-Z][a-z]+[A-Za-z]*)`", text)
    assert len(functions) > 8
    assert len(classes) > 8
    assert [name for name in functions if f"def {name}(" not in sources] == []
    assert [name for name in classes if not re.search(rf"class {name}\b", sources)] == []


def test_links_lead_to_existing_files_and_headings() -> None:
    broken = []
    for page in (*ROOT.glob("*.md"), *DOCS.glob("*.md")):
        for target, anchor in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", read(page)):
            found = page.parent / target if target else page
            if not found.exists() or (anchor and anchor not in headings(found)):
                broken.append(f"{page.relative_to(ROOT)}: {target}#{anchor}")
    assert broken == []


def headings(page: Path) -> set[str]:
    """Return the anchors of the headings of a Markdown page."""
    titles = re.findall(r"^#+ (.+)$", read(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
