"""Creation of documents, plans and figures on request, and the ledger of released numbers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from libcollab_metrics.figures import Chart, EvaluationLike
from libcollab_metrics.localization import Language
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import (
    Left,
    Numbers,
    Published,
    ReportData,
    collect_report_data,
    figure_csv,
    figure_png,
    figure_svg,
    numbers_in_chart,
    preview_png,
    programs_to_plan,
    public_chart,
    publish,
    publish_plan,
    rendering_slot,
)
from libcollab_metrics.store import Store
from pages.ui.translation import _, plural

# Release ledger: read before the next file is created and extended before it is handed over.


@dataclass(frozen=True)
class ReleaseLedger:
    """The release ledger of one visitor, on disk or in memory for the life of the window.

    It is not part of the workspace's steps: undo does not change it, because a released file cannot be
    recalled. Files made from the sample are not listed.

    Attributes
    ----------
    store : Store or None
        Store of the workspace, None without a disk.
    window_entries : list of str
        Entries in memory.
    day : date
        Date of the next release.
    recipient : str
        Recipient of the next release.
    is_sample : bool
        True if the sample is shown.
    """

    store: Store | None = None
    window_entries: list[str] = field(default_factory=list)
    day: date = date.min
    recipient: str = ""
    is_sample: bool = False

    def entries(self) -> tuple[Left, ...]:
        """Return all releases, oldest first."""
        if self.is_sample:
            return ()
        bodies = (
            self.window_entries if self.store is None else [release.body for release in self.store.releases()]
        )
        return tuple(map(_parse_entry, bodies))

    def numbers(self) -> tuple[Numbers, ...]:
        """Return the numbers of each release, which the next file must not disclose more about."""
        return tuple(entry.numbers for entry in self.entries())

    def add(self, numbers: Numbers) -> None:
        """Add a release with its date and recipient, unless the same numbers are listed already.

        Raises
        ------
        LibCollabError
            If the ledger cannot be stored; the file must not be released then.
        """
        if self.is_sample or not numbers or numbers in self.numbers():
            return
        body = Left(self.day, self.recipient, numbers).to_json()
        if self.store is None:
            self.window_entries.append(body)
        else:
            self.store.add_release(body, self.day)

    def for_recipient(self, to: str) -> ReleaseLedger:
        """Return the same ledger with another recipient for the next file."""
        return replace(self, recipient=to)


def is_audit_valid(audited_count: int, numbers: Numbers, released: Sequence[Numbers]) -> bool:
    """Return True if no file with other numbers was released since the audit.

    The audit of `numbers` covered the first `audited_count` releases.
    """
    return all(entry == numbers for entry in released[audited_count:])


#: Cached parser: entries never change, but are needed again with every click.
_parse_entry = lru_cache(maxsize=128)(Left.from_json)


@dataclass(frozen=True)
class DocumentRequest:
    """A document as chosen, independent of its format.

    `accept_unclear` creates it although some money has no clear source. `recipient` is the sponsor or partner
    that it is addressed to; `scope` then has only what concerns the recipient.
    """

    dataset: Dataset
    audience: str
    scope: Scope
    as_of: date
    language: Language
    accept_unclear: bool = False
    recipient: str = ""

    def ensure_audited(self, material: ReportData, released: Sequence[Numbers]) -> ReportData:
        """Return the report data, recomputed if another file was released since."""
        if is_audit_valid(material.earlier_release_count, material.numbers, released):
            return material
        planned = programs_to_plan(self.audience, self.dataset, self.scope, self.as_of)
        return collect_report_data(
            self.dataset, self.scope, self.as_of, material.generated_at, planned, released
        )

    def publish_file(self, fmt: str, material: ReportData) -> Published:
        """Create the finished file."""
        return publish(
            self.dataset, fmt=fmt, generated_at=_now(), report_data=material, **self._publish_options()
        )

    def render_first_page(self, material: ReportData) -> bytes:
        """Render the first page as PNG."""
        return preview_png(self.dataset, generated_at=_now(), report_data=material, **self._publish_options())

    def _publish_options(self) -> dict[str, Any]:
        return {
            "audience": self.audience,
            "scope": self.scope,
            "as_of": self.as_of,
            "language": self.language,
            "accept_unclear": self.accept_unclear,
            "recipient": self.recipient,
        }


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)


@dataclass
class QueuedDocument:
    """Queue position of a requested document: 0 while in progress, None if not queued.

    `done` has the number of finished documents and of all, while several are made.
    """

    position: int | None = None
    done: tuple[int, int] | None = None

    @contextmanager
    def hold_slot(self) -> Iterator[None]:
        """Wait in the document queue, and hold a slot for the duration of the `with` block."""
        try:
            with rendering_slot(self._set_position):
                yield
        finally:
            self.position = None

    def _set_position(self, ahead: int) -> None:
        self.position = ahead


def describe_position(ahead: int) -> str:
    """Describe the queue position of a document."""
    if not ahead:
        return _("Your document is being made …")
    return plural(ahead, "One document is made before yours …", "{count} documents are made before yours …")


def make_document(
    request: DocumentRequest, fmt: str, report_data: ReportData, queued: QueuedDocument, ledger: ReleaseLedger
) -> bytes:
    """Create a document, zipped if it has companion files; runs outside the session.

    Its numbers are added to the release ledger before the file is available.
    """
    with queued.hold_slot():
        made = request.publish_file(fmt, request.ensure_audited(report_data, ledger.numbers()))
        data = made.to_single_file()[1]
        ledger.add(made.numbers)
        return data


def make_document_for_each(
    requests: Sequence[DocumentRequest], fmt: str, queued: QueuedDocument, ledger: ReleaseLedger
) -> bytes:
    """Create a document for each recipient, as one zip; runs outside the session.

    Each is audited against those before it and added to the release ledger with its recipient.
    """
    buffer = io.BytesIO()
    with queued.hold_slot(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, request in enumerate(requests):
            queued.done = (number, len(requests))
            own = ledger.for_recipient(request.recipient)
            planned = programs_to_plan(request.audience, request.dataset, request.scope, request.as_of)
            data = collect_report_data(
                request.dataset, request.scope, request.as_of, _now(), planned, own.numbers()
            )
            made = request.publish_file(fmt, data)
            name, content = made.to_single_file()
            archive.writestr(
                f"{number + 1:02}-{_file_name(request.recipient)}{PurePath(name).suffix}", content
            )
            own.add(made.numbers)
    queued.done = None
    return buffer.getvalue()


def _file_name(recipient: str) -> str:
    """Return a name for a file: letters and digits of any script, joined by hyphens."""
    return "-".join(re.findall(r"\w+", recipient.casefold()))[:80] or "sponsor"


def make_plan(
    dataset: Dataset,
    programs: Sequence[str],
    typed: Mapping[str, Mapping[str, float]],
    scope: Scope,
    as_of: date,
    ledger: ReleaseLedger,
    language: Language,
) -> bytes:
    """Create the plan workbook; runs outside the session, so all inputs are parameters."""
    made = publish_plan(
        dataset,
        programs,
        typed,
        scope=scope,
        as_of=as_of,
        generated_at=_now(),
        language=language,
        earlier_releases=ledger.numbers(),
    )
    ledger.add(made.numbers)
    return made.data


#: Writer of each kind of figure file, by its ending.
FIGURE_WRITERS: Mapping[str, Callable[[Chart, Language], bytes]] = {
    "png": figure_png,
    "svg": figure_svg,
    "csv": figure_csv,
}


def make_figure(
    dataset: Dataset,
    build: Callable[[EvaluationLike, Language], Chart],
    names: Sequence[str],
    by: str,
    scope: Scope,
    as_of: date,
    ending: str,
    ledger: ReleaseLedger,
    language: Language,
) -> bytes:
    """Create a figure's image or data file from released values; runs outside the session."""
    asked: dict[str, Any] = {
        "metrics": names,
        "by": by,
        "scope": scope,
        "as_of": as_of,
        "earlier_releases": ledger.numbers(),
    }
    chart = public_chart(dataset, build, language=language, **asked)
    ledger.add(numbers_in_chart(dataset, **asked))
    return FIGURE_WRITERS[ending](chart, language)
