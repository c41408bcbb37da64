"""Bytes in, an import out: sniffing, the throw-away reading process, layouts, marks, and names that stop here."""

from libcollab_metrics.ingest.answers import check_answers
from libcollab_metrics.ingest.child import Reader
from libcollab_metrics.ingest.files import confirmed, read_file
from libcollab_metrics.ingest.giveback import GivenBack, annotated_workbook, rejected_workbook
from libcollab_metrics.ingest.importing import LAYOUTS
from libcollab_metrics.ingest.sign_in import sign_in_sheet
from libcollab_metrics.ingest.template import blank_template

__all__ = [
    "LAYOUTS",
    "GivenBack",
    "Reader",
    "annotated_workbook",
    "blank_template",
    "check_answers",
    "confirmed",
    "read_file",
    "rejected_workbook",
    "sign_in_sheet",
]
