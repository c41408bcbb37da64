"""Fingerprints of every figure and document, to show that a change of the code changes none of them.

`make snapshots` takes new fingerprints, stores them and lists which figures and documents changed.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from pypdf import PdfReader

from libcollab_metrics.cli.output import describe_evaluation_json, describe_reading_json
from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES
from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.answers import split_question_path
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Dataset, Import, Scope, Workspace
from libcollab_metrics.reports import AUDIENCES, collect_report_data, programs_to_plan, publish
from tests.support.sheets import imported

ROOT = Path(__file__).parents[2]
STORED = Path(__file__).with_name("stored")
OWN_FILES = ("sample_library.xlsx", "blank_template.xlsx", "sign_in_sheet.xlsx")
AS_OF = date(2026, 11, 25)
GENERATED_AT = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
#: Rounds of answers for one file: an answer can raise further questions.
ROUNDS = 3
EVERYTHING = Scope()

#: Variant of a file without answers.
AS_IS = "as-is"

Fingerprints = dict[str, str]


def files_of_project() -> dict[str, Path]:
    """Return the workbooks that come with the project, by the name of their snapshot."""
    return {name: ROOT / "data" / name for name in OWN_FILES}


def files_shared() -> dict[str, Path]:
    """Return the real files and sheets by the name of their snapshot; none if the folders are missing."""
    real = Path(os.environ.get("LIBCOLLAB_REALDATA") or ROOT.parent / "shared" / "realdata")
    folders = (real, real.with_name("realshapes"))
    data = (path for folder in folders for path in sorted(folder.glob("*/*")) if path.is_file())
    skipped = ("SOURCE.txt", "expected.json")
    return {f"{path.parent.name}--{path.name}": path for path in data if path.name not in skipped}


def take_snapshot(path: Path, documents: tuple[str, ...], *, answered: bool = True) -> Fingerprints:
    """Return the fingerprints of how a file is read, of its figures, and of its documents in these formats.

    A file with questions is taken twice: without answers, and (if `answered`) with the first option of each
    question.
    """
    fingerprints: Fingerprints = {}
    for variant, file in _variants(path, answered=answered):
        dataset = Workspace().append(file).dataset()
        read = describe_reading_json([file], dataset)
        for part in ("tables", "issues"):
            fingerprints[f"{variant}/read/{part}"] = fingerprint(read[part])
        for sheet in read["files"][0]["sheets"]:
            fingerprints[f"{variant}/read/sheet/{sheet['name']}"] = fingerprint(sheet)
        for name, table in dataset.tables.items():
            if len(table):
                fingerprints[f"{variant}/table/{name}"] = fingerprint(table.to_csv(index=False))
        fingerprints |= {f"{variant}/{name}": value for name, value in _figures(dataset)}
        fingerprints |= {f"{variant}/{name}": value for name, value in _documents(dataset, documents)}
    return fingerprints


def _variants(path: Path, *, answered: bool) -> Iterator[tuple[str, Import]]:
    data = path.read_bytes()
    try:
        file = imported(data, path.name)
    except LibCollabError:
        return
    yield AS_IS, file
    if not answered:
        return
    answers: dict[str, Any] = {}
    for _ in range(ROUNDS):
        if not (more := _first_options(file)) or more == answers:
            break
        answers = _merged(answers, more)
        file = imported(data, path.name, **answers)
    if answers:
        yield "answered", file


def _first_options(file: Import) -> dict[str, Any]:
    """The answers file in which every question of a file has its first option."""
    answers: dict[str, Any] = {}
    for sheet in file.reading.sheets:
        for question in sheet.questions:
            key, name, is_named = split_question_path(question.id, sheet.name)
            if key == "same_person" or not question.options:
                continue
            value: Any = question.options[0][0]
            value = int(value) if key in ("year", "header_row", "fiscal_year_start") else value
            sheet_answers = answers.setdefault("sheets", {}).setdefault(sheet.name, {})
            if is_named:
                sheet_answers.setdefault(key, {})[name] = value
            else:
                sheet_answers[key] = value
    return answers


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(first)
    for key, value in second.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(value, dict) and isinstance(old, dict) else value
    return merged


def _figures(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """One fingerprint for each figure in all groupings, and one for all figures without a value."""
    figures: dict[str, list[Any]] = {}
    for by in ("", "program", "partner", "site"):
        for value in describe_evaluation_json(evaluate(dataset, by=by, as_of=AS_OF).values):
            figures.setdefault(value["metric"], []).append([by, value])
    undefined = {
        metric: values
        for metric, values in figures.items()
        if all(value["value"] is None for _, value in values)
    }
    yield "figures without a value", fingerprint(undefined)
    for metric in figures.keys() - undefined.keys():
        yield f"figure/{metric}", fingerprint(figures[metric])


def _documents(dataset: Dataset, formats: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for audience in AUDIENCES if formats else ():
        planned = programs_to_plan(audience, dataset, EVERYTHING, AS_OF)
        data = collect_report_data(dataset, EVERYTHING, AS_OF, GENERATED_AT, planned)
        for fmt in set(formats).intersection(DOCUMENT_AUDIENCES[audience].formats):
            published = publish(
                dataset,
                audience=audience,
                fmt=fmt,
                scope=EVERYTHING,
                as_of=AS_OF,
                generated_at=GENERATED_AT,
                language=language("en"),
                accept_unclear=True,
                report_data=data,
            )
            yield f"document/{audience}.{fmt}", fingerprint(_content(published.data, fmt))
            for name, companion_data in published.companion_files:
                yield f"document/{audience}.{fmt}/{name}", fingerprint(companion_data)


def _content(data: bytes, fmt: str) -> object:
    """What a document says: the values of a workbook, the text of a PDF, the bytes of any other."""
    if fmt == "xlsx":
        return [
            [sheet.title, [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]]
            for sheet in load_workbook(io.BytesIO(data)).worksheets
        ]
    if fmt == "pdf":
        return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    return data


def fingerprint(value: object) -> str:
    """Return twelve hexadecimal digits that change with the value."""
    data = value if isinstance(value, bytes) else json.dumps(value, sort_keys=True, default=str).encode()
    return hashlib.sha256(data).hexdigest()[:12]


def differences(stored: Fingerprints, taken: Fingerprints) -> list[str]:
    """Return one line for each new, missing or changed fingerprint."""
    lines = [f"gone: {name}" for name in stored.keys() - taken.keys()]
    lines += [f"new: {name}" for name in taken.keys() - stored.keys()]
    lines += [f"changed: {name}" for name in stored.keys() & taken.keys() if stored[name] != taken[name]]
    return sorted(lines)


def stored_snapshot(name: str) -> Fingerprints:
    """Return the stored fingerprints of a file; empty where none were taken."""
    path = STORED / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def formats_for(name: str) -> tuple[str, ...]:
    """Return the formats of the documents in the snapshot of a file."""
    return ("csv", "xlsx", "pdf") if name in OWN_FILES[:2] else ("csv",)


def main() -> None:
    """Take and store every snapshot, and print what changed."""
    STORED.mkdir(exist_ok=True)
    for name, path in (files_of_project() | files_shared()).items():
        taken = take_snapshot(path, formats_for(name))
        for line in differences(stored_snapshot(name), taken):
            sys.stdout.write(f"{name}: {line}\n")
        text = json.dumps(taken, indent=0, sort_keys=True, ensure_ascii=False)
        (STORED / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
