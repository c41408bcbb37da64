"""Creation of documents, plans and figures on request, and the ledger of released numbers."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from libcollab_metrics.cancellation import cancellable
from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.figures import Chart, EvaluationLike
from libcollab_metrics.localization import Language
from libcollab_metrics.model import Dataset, Scope, Sent
from libcollab_metrics.reports import (
    Left,
    Numbers,
    Published,
    ReportData,
    build_sent_document,
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
from pages.ui.translation import _, later, plural

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

    def describe_sent(self, fmt: str, material: ReportData, ledger: ReleaseLedger) -> Sent:
        """Return the entry of the finished file in the sharing history."""
        return build_sent_document(
            material,
            recipient=self.recipient or ledger.recipient,
            audience=self.audience,
            fmt=fmt,
            language=self.language,
            day=ledger.day,
            is_sample=ledger.is_sample,
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
    """A requested document, or several in one zip: its progress, and its entries in the sharing history.

    Attributes
    ----------
    position : int or None
        Position in the queue: 0 while in progress, None if not queued.
    done : tuple of int or None
        Number of finished documents and of all, while several are made.
    requested, finished : float
        When it was last requested and finished, by the monotonic clock.
    listed : tuple of Sent
        Entries that its request added to the history.
    to_list : tuple of Sent
        Entries of a finished zip, which the page adds.
    is_cancelled : bool
        Whether the visitor cancelled it.
    """

    position: int | None = None
    done: tuple[int, int] | None = None
    requested: float = 0.0
    finished: float = 0.0
    listed: tuple[Sent, ...] = ()
    to_list: tuple[Sent, ...] = ()
    is_cancelled: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is in progress, or was just requested: it begins a moment after the click."""
        is_new = self.finished < self.requested and time.monotonic() < self.requested + BEGINS_WITHIN
        return self.position is not None or is_new

    def request(self, *listed: Sent) -> None:
        """Note the click that requests it, and the entries that the click added to the history."""
        self.requested, self.listed, self.is_cancelled = time.monotonic(), listed, False

    @contextmanager
    def hold_slot(self) -> Iterator[None]:
        """Wait in the document queue, and hold a slot for the duration of the `with` block."""
        try:
            with rendering_slot(self._set_position, self.check_cancelled), cancellable(self.check_cancelled):
                yield
        finally:
            self.position = self.done = None
            self.finished = time.monotonic()

    def check_cancelled(self) -> None:
        """Raise an error if the visitor cancelled the document."""
        if self.is_cancelled:
            raise LibCollabError(CANCELLED)

    def _set_position(self, ahead: int) -> None:
        self.position = ahead


#: Seconds after the click within which a document begins.
BEGINS_WITHIN = 5.0
#: Message about a cancelled document.
CANCELLED = later("The report was cancelled. No file was made.")


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
        queued.check_cancelled()
        ledger.add(made.numbers)
        return data


def make_document_for_each(
    requests: Sequence[DocumentRequest], fmt: str, queued: QueuedDocument, ledger: ReleaseLedger
) -> bytes:
    """Create a document for each recipient, as one zip; runs outside the session.

    Each is audited against those before it. Once all are finished, they are added to the release ledger, each
    with its recipient.
    """
    buffer, finished, sent = io.BytesIO(), list[tuple[ReleaseLedger, Numbers]](), list[Sent]()
    with queued.hold_slot(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, request in enumerate(requests):
            queued.check_cancelled()
            queued.done = (number, len(requests))
            own = ledger.for_recipient(request.recipient)
            planned = programs_to_plan(request.audience, request.dataset, request.scope, request.as_of)
            earlier = (
                own.numbers() if own.is_sample else (*own.numbers(), *(numbers for _, numbers in finished))
            )
            data = collect_report_data(
                request.dataset, request.scope, request.as_of, _now(), planned, earlier
            )
            made = request.publish_file(fmt, data)
            name, content = made.to_single_file()
            archive.writestr(
                f"{number + 1:02}-{_file_name(request.recipient)}{PurePath(name).suffix}", content
            )
            finished.append((own, made.numbers))
            sent.append(request.describe_sent(fmt, data, own))
        queued.check_cancelled()
        for own, numbers in finished:
            own.add(numbers)
        queued.to_list = tuple(sent)
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
