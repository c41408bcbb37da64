"""The disk holds codes: no name, no file name, notes only on request, and nothing to guess names from."""

from __future__ import annotations

import base64
import hashlib
import hmac
import stat
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from libcollab_metrics.ingest.values.people import normalize_person_name
from libcollab_metrics.model import Answer, Edit, Import, Merge, RowAddress, Setting
from libcollab_metrics.store import StorageError, Store, redact_for_session
from libcollab_metrics.store.redaction import is_known_vocabulary
from tests.support.builders.store_steps import CHILDREN, DAY
from tests.support.sheets import LOG, csv_text, imported, xlsx

NAME = "Zyralyn Quimbo-Wexford"
ROSTER = [["Name", "2026-03-07", "2026-03-14"], *([child, "P", "A"] for child in CHILDREN)]


def everything(folder: Path) -> bytes:
    """Every byte of every file below the folder, and the name of each file."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return b"\n".join(str(file.relative_to(folder)).encode() + file.read_bytes() for file in files)


def spellings(name: str) -> list[bytes]:
    """A name in the forms in which it might be stored."""
    texts = [name, name.upper(), name.casefold(), name[::-1], unicodedata.normalize("NFD", name)]
    forms = [text.encode() for text in texts] + [name.encode("utf-16-le"), base64.b64encode(name.encode())]
    return forms + [part.encode() for part in name.replace("-", " ").split()]


def test_name_anywhere_in_a_workbook_is_not_on_the_disk(store: Store) -> None:
    book = xlsx(
        **{
            NAME: [
                ["Date", "Activity", "Name", "Status", NAME],
                ["2026-03-07", "Story", NAME, "Present", NAME],
            ],
            "Log": [*LOG[:3], ["2026-03-28", "Craft", "Main", NAME, NAME]],
            "Odd": [[NAME, "b"], ["c", NAME], ["d", NAME]],
            "Roster": [["Name", "2026-03-07"], [NAME, NAME], [NAME, "P"], ["Ana", "x"]],
            "Notes": [["Program", "Date", "Note"], ["Story", "2026-03-07", NAME]],
            "Partners": [["Partner", "Strengths"], ["School", f"{NAME} helps"]],
            "Ledger": [
                ["Program", "From", "To", "Kind", "Value", "Status", "Note"],
                ["Story", "School", "library", "cash", NAME, NAME, NAME],
            ],
        }
    )
    imported_file = imported(book, f"{NAME}.xlsx")
    assert NAME in repr(imported_file)
    answers = {
        "same_person": [[NAME, "Ana"]],
        "different_people": [[NAME, "Anna"]],
        "sheets": {NAME: {"year": 2026}},
        "mapping": {NAME: "", "Name": ""},
    }
    store.append(imported_file, Answer("abc", answers), day=DAY)
    disk = everything(store.paths.home)
    assert len(disk) > 20_000
    assert [form for form in spellings(NAME) if form in disk] == []


def test_csv_file_name_is_not_stored_as_sheet_name(store: Store) -> None:
    store.append(imported(csv_text(LOG), f"{NAME}.csv"), day=DAY)
    reading = store.load().workspace.dataset().readings[0]
    assert (reading.name, reading.sheets[0].name) == ("CSV file read on 2026-03-14", "Sheet 1")


def test_sheet_names_are_stored_only_with_known_words(store: Store) -> None:
    imported_file = imported(xlsx(March_2026=LOG, Tita_Baby=LOG, Attendance_log=LOG))
    store.append(imported_file, day=DAY)
    loaded = store.load().workspace.dataset()
    assert [sheet.name for sheet in loaded.readings[0].sheets] == ["March 2026", "Sheet 2", "Attendance log"]
    assert set(loaded.tables["sessions"]["sheet"]) == {"March 2026", "Sheet 2", "Attendance log"}
    assert "Sheet 2" in {issue.sheet for issue in loaded.issues}


@pytest.mark.parametrize(
    "text", [NAME, "Mark", "0917-123-4567", "136429120034", "王芳", "Ana", "Story with Ana"]
)
def test_text_that_may_name_a_person_is_not_known_vocabulary(text: str) -> None:
    assert not is_known_vocabulary(text)


@pytest.mark.parametrize(
    "text", ["", "Marso 2026", "Sheet1", "2026-03-07", "x", "about 20", "12,5 %", "Attendance"]
)
def test_text_of_known_words_and_short_numbers_is_known_vocabulary(text: str) -> None:
    assert is_known_vocabulary(text)


def test_notes_are_stored_only_on_request(store: Store) -> None:
    sheet = imported(xlsx(Log=LOG), "a.xlsx")
    typed = Edit("ledger", ({"program_id": "Craft", "value": 5.0, "note": "for the typhoon"},))
    store.append(sheet, typed, day=DAY)
    assert b"typhoon" not in everything(store.paths.home)
    assert store.load().workspace.dataset().is_empty("notes")
    store.undo()
    store.set_keeps_notes(True)
    assert store.keeps_notes()
    store.append(sheet, typed, day=DAY)
    loaded = store.load().workspace.dataset()
    assert list(loaded.tables["notes"]["text"]) == ["rain", "typhoon"]
    assert list(loaded.tables["ledger"]["note"]) == ["for the typhoon"]
    store.set_keeps_notes(False)
    assert not store.load().keep_notes


def test_one_name_has_different_codes_in_two_workspaces(tmp_path: Path) -> None:
    from libcollab_metrics.ingest.values.people import pseudonymize_names

    first, second = Store(tmp_path / "one"), Store(tmp_path / "other")
    codes = [set(pseudonymize_names(CHILDREN, store.key())) for store in (first, second)]
    assert codes[0].isdisjoint(codes[1])
    assert codes[0] == set(pseudonymize_names(CHILDREN, Store(tmp_path / "one").key()))


def test_names_cannot_be_guessed_without_the_key(store: Store) -> None:
    store.append(imported(xlsx(Roster=ROSTER)), day=DAY)
    codes = set(store.load().workspace.dataset().tables["participation"]["person_key"])
    assert len(codes) == len(CHILDREN)
    (store.paths.key).unlink()
    disk = everything(store.paths.home)
    assert all(code.encode() in disk for code in codes)
    for child in CHILDREN:
        for text in (child, child.casefold(), normalize_person_name(child)):
            guesses = [
                hashlib.new(kind, text.encode()).hexdigest() for kind in ("sha256", "md5", "sha1", "blake2b")
            ]
            guesses += [hmac.new(key, text.encode(), "sha256").hexdigest() for key in (b"\0", b"\0" * 32)]
            guesses.append(hmac.new(b"", text.encode(), "sha256").hexdigest())
            assert [guess for guess in guesses if guess[:16].encode() in disk] == []
            assert text.encode() not in disk


def test_key_is_in_a_separate_folder_with_private_permissions(store: Store) -> None:
    key = store.key()
    assert len(key) == 32
    assert store.key() == key
    store.append(Setting({"population": 10}), day=DAY)
    assert store.paths.key.parent != store.paths.database.parent
    assert key not in store.paths.database.read_bytes()
    if sys.platform != "win32":
        assert stat.S_IMODE(store.paths.key.stat().st_mode) == 0o600
        assert stat.S_IMODE(store.paths.database.stat().st_mode) == 0o600
    assert [file.name for file in store.paths.key.parent.iterdir()] == ["workspace.key"]


def test_lost_key_is_reported_and_everything_still_counts(store: Store) -> None:
    store.append(imported(xlsx(Roster=ROSTER)), day=DAY)
    assert store.load().warnings == ()
    version, key = store.load().workspace.version, store.key()
    store.paths.key.unlink()
    for _ in range(2):  # before and after a new key is made
        loaded = store.load()
        assert loaded.workspace.version == version
        assert "cannot be matched" in loaded.warnings[0]
        assert store.key() != key
    store.paths.key.write_bytes(key)
    assert store.load().warnings == ()


@pytest.mark.parametrize(
    "operation",
    [
        Edit("participation", ({"program_id": "Craft", "person_key": "Ana Cruz"},)),
        Merge("participation.person_key", "Ana Cruz", "0" * 24),
        Import(
            {"participation": pd.DataFrame({"person_key": ["Ana Cruz"]})},
            imported(xlsx(Log=LOG)).reading,
            (),
            "a",
        ),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_person_without_a_code_is_refused(store: Store, operation: Edit | Merge | Import) -> None:
    with pytest.raises(StorageError, match="not a code"):
        store.append(operation, day=DAY)
    assert store.change_token() == ""


def test_deleting_everything_leaves_no_file_and_no_key(store: Store) -> None:
    store.append(imported(xlsx(Roster=ROSTER)), day=DAY)
    key = store.key()
    store.set_database_aside(date(2026, 3, 15))
    store.append(Setting({"population": 10}), day=DAY)
    store.delete_all()
    assert [file for file in store.paths.home.rglob("*") if file.is_file()] == []
    assert store.load().workspace.steps == ()
    assert store.key() != key


def test_undone_and_replaced_steps_are_not_left_in_the_file(store: Store) -> None:
    store.append(imported(xlsx(Roster=ROSTER)), day=DAY)
    code = str(store.load().workspace.dataset().tables["participation"]["person_key"].iloc[0])
    store.undo()
    store.append(Setting({"population": 10}), day=DAY)
    assert code.encode() not in everything(store.paths.home)


def test_issues_of_typed_rows_are_stored_with_harmless_values(store: Store) -> None:
    from libcollab_metrics.ingest import TypingContext, read_typed_rows

    rows = [{"program_id": "Craft", "date": "2026-03-07", "attended": "about 20", "site": "Main"}]
    result = read_typed_rows("sessions", rows, TypingContext(store.key()))
    store.append(Edit("sessions", result.accepted, issues=result.issues), day=DAY)
    (issue,) = store.load().workspace.dataset().issues
    assert (issue.code, issue.sheet, issue.heading, issue.value) == (
        "estimate-in-words",
        "Records",
        "Attendance",
        "about 20",
    )


def test_typed_person_is_a_pseudonym_before_it_is_stored(store: Store) -> None:
    from libcollab_metrics.ingest import TypingContext, read_typed_rows

    rows = [{"program_id": "Craft", "measure": "knowledge", "rating": "4", "respondent_key": CHILDREN[0]}]
    store.append(
        Edit("outcomes", read_typed_rows("outcomes", rows, TypingContext(store.key())).accepted), day=DAY
    )
    disk = everything(store.paths.home)
    assert CHILDREN[0].encode() not in disk
    with pytest.raises(StorageError, match="not a code"):
        store.append(
            Edit("outcomes", (), ((RowAddress("typed", "", 1), {"respondent_key": CHILDREN[0]}),)), day=DAY
        )


def test_reviewed_import_hides_file_and_sheet_names_with_unknown_words(store: Store) -> None:
    imported_file = imported(
        xlsx(Tita_Baby=[*LOG[:3], ["soon", "Craft", "Main", f"{NAME} came", NAME]]), f"{NAME}.xlsx"
    )
    redacted = redact_for_session(imported_file, DAY)
    assert NAME not in repr((redacted.reading, redacted.issues))
    assert redacted.reading.name == "workbook read on 2026-03-14"
    assert NAME in list(redacted.tables["notes"]["text"])  # notes stay readable while the window is open
    assert redact_for_session(imported(xlsx(Log=LOG), "March.xlsx"), DAY).reading.name == "March.xlsx"
    store.append(redacted, day=DAY)
    assert store.load().workspace.dataset().readings[0].name == redacted.reading.name
