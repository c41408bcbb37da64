"""What stands beside a CSV: its columns, their types and meanings, in the vocabulary of the W3C for tables on the web.

Source: "Metadata Vocabulary for Tabular Data", W3C Recommendation, 17 December 2015.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from libcollab_metrics.figures import metric_name
from libcollab_metrics.metrics import DEFINITIONS_VERSION, definition_text, find_metric
from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.tidy import COLUMNS, KEY, NUMBERS
from libcollab_metrics.wording import Language

CONTEXT = "http://www.w3.org/ns/csvw"
#: How the file is written; the mark at its beginning, by which a spreadsheet knows the encoding, is allowed in it.
DIALECT = {
    "encoding": "utf-8", "header": True, "delimiter": ",", "quoteChar": '"', "doubleQuote": True,
    "lineTerminators": ["\r\n", "\n"],
}  # fmt: skip


def csv_metadata(document: Document, language: Language, filename: str) -> tuple[str, bytes]:
    """Return the name and the text of the file that describes the CSV of a document.

    Parameters
    ----------
    filename : the name the CSV bears; the description stands beside it and names it.
    """
    about = (document.caution, document.scope, document.coverage, document.issues)
    described = {
        "@context": [CONTEXT, {"@language": language.code}],
        "url": quote(filename),
        "dc:title": document.title,
        "dc:description": " ".join(filter(None, about)),
        "dc:created": {"@value": document.generated_at.isoformat(), "@type": "xsd:dateTime"},
        "dc:identifier": document.fingerprint,
        "dc:language": language.code,
        "schema:version": DEFINITIONS_VERSION,
        "notes": list(_definitions(document, language)),
        "dialect": DIALECT,
        "tableSchema": {
            "columns": [_column(name, language) for name in COLUMNS],
            "primaryKey": list(KEY),
        },
    }
    text = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
    return f"{filename}-metadata.json", text.encode("utf-8", errors="replace")


def _column(name: str, language: Language) -> dict[str, Any]:
    return {
        "name": name,
        "titles": name,
        "datatype": _datatype(name, language),
        "null": "",
        "required": name in KEY and name != "group",
        "dc:description": language.say(f"column-{name}"),
    }


def _datatype(name: str, language: Language) -> str | dict[str, str]:
    if name in NUMBERS:
        return "number"
    if name == "estimated":
        return {"base": "boolean", "format": f"{language.say('yes')}|{language.say('no')}"}
    return "string"


def _definitions(document: Document, language: Language) -> Iterator[dict[str, str]]:
    """What each figure in the file means, in the order of the file."""
    written = (value.metric for evaluation in document.evaluations for value in evaluation.values)
    for metric in map(find_metric, dict.fromkeys(written)):
        yield {
            "dc:identifier": metric.id,
            "dc:title": metric_name(metric, language),
            "dc:description": definition_text(metric, language),
        }
