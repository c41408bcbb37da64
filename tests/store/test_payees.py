"""Payees lie on the disk as codes, and every figure is that of their names."""

from __future__ import annotations

import hashlib
import hmac
import io
import sqlite3
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from libcollab_metrics.metrics import Value, evaluate
from libcollab_metrics.model import (
    Dataset,
    Edit,
    Import,
    Merge,
    RowAddress,
    Setting,
    Step,
    Workspace,
    find_existing_import,
)
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.payees import payee_code
from libcollab_metrics.store import Store, pack_from_memory, unpack_workspace
from libcollab_metrics.store.keys import replace_key
from libcollab_metrics.store.log import Head, encode_operation, write_head, write_step
from libcollab_metrics.store.redaction import redact_for_disk
from tests.support.attackers import canaries
from tests.support.builders.payee_sheets import (
    EVERYBODY,
    MERGED,
    PAID,
    TYPED,
    first_ledger,
    ledger,
    paid,
    partners,
    row,
    steps,
)
from tests.support.builders.store_steps import DAY
from tests.support.sheets import KEY

WORDS = sorted({word for name in EVERYBODY for part in name.split() for word in part.split("-")})


@pytest.fixture
def store(kept: Path) -> Store:
    made = Store(kept)
    replace_key(made.paths.key, KEY)
    return made


def kept_in(store: Store, every: Iterable[Step]) -> Dataset:
    for step in every:
        store.append(*step, day=DAY)
    return store.load().workspace.dataset()


def as_typed(every: Iterable[Step]) -> Dataset:
    """The tables of the same steps with every name, as a workspace in memory folded them before there were
    codes."""
    workspace = Workspace()
    for step in every:
        workspace = workspace.append(*step)
    return workspace.dataset()


def figures(dataset: Dataset, names: Sequence[str] = ()) -> list[str]:
    """All figures, whole and by partner and program, names folded and the n-th payee under its label; in no
    order."""
    labels = {casefold_name(name): f"payee {number}" for number, name in enumerate(names, 1)}

    def named(value: Value) -> Value:
        folded = [(field, name and casefold_name(name)) for field, name in value.group]
        return replace(value, group=tuple((field, name and labels.get(name, name)) for field, name in folded))

    return sorted(
        repr(named(v))
        for by in ("", "partner", "program")
        for v in evaluate(dataset, by=by, as_of=DAY).values
    )


def receivers(dataset: Dataset) -> list[str]:
    return dataset.tables["ledger"]["to_party"].dropna().astype(str).tolist()


def names_in(data: bytes) -> list[str]:
    return canaries.found(data, WORDS)


def test_no_payee_is_in_any_byte_and_every_figure_is_the_same(store: Store) -> None:
    names = (PAID[0], PAID[1], PAID[2], TYPED, MERGED)
    found = kept_in(store, steps())
    assert canaries.on_disk(store.paths.home, words=WORDS) == []
    assert figures(found) == figures(as_typed(steps()), names)
    assert "payee 1" in receivers(found)
    assert "payee 1" in repr(figures(found))
    assert [name for name in WORDS if name in repr(found.issues)] == []


def test_a_changed_row_and_steps_taken_back_and_done_again_hold_no_name(store: Store) -> None:
    found = first_ledger()
    store.append(found, day=DAY)
    where = RowAddress(found.sha256[:12], "", 2)
    store.append(Edit("ledger", (), ((where, {"to_party": TYPED}),)), day=DAY)
    after = store.load().workspace.dataset()
    assert receivers(after)[0] == "payee 4"
    store.undo()
    assert receivers(store.load().workspace.dataset())[0] == "payee 1"
    store.redo()
    assert figures(store.load().workspace.dataset()) == figures(after)
    store.undo()
    store.append(Setting({"population": 100}), day=DAY)
    assert canaries.on_disk(store.paths.home, words=WORDS) == []


def test_saved_work_holds_no_name_whether_it_lies_on_a_disk_or_not(store: Store, tmp_path: Path) -> None:
    before = kept_in(store, steps())
    held = Workspace(tuple(steps()), ((Edit("ledger", (row(TYPED),)),),))
    for data in (
        store.save_work(DAY),
        pack_from_memory(held, (), day=DAY, secret=KEY, passphrase="four words nobody guesses"),
        pack_from_memory(held, (), day=DAY),
    ):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            assert [hit for name in file.namelist() for hit in names_in(file.read(name))] == []
        assert figures(unpack_workspace(data).snapshot.workspace.dataset()) == figures(before)
        other = Store(tmp_path / hashlib.sha256(data).hexdigest()[:8])
        other.open_work(unpack_workspace(data), DAY)
        assert figures(other.load().workspace.dataset()) == figures(before)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_one_payee_stays_one_and_two_stay_two_in_any_order_of_files(
    store: Store, order: tuple[int, ...]
) -> None:
    files = [
        (ledger(paid(PAID[0], PAID[1]), "a.csv"),),
        (ledger(paid(PAID[1].upper(), f" {PAID[2]}"), "b.csv"),),
        (ledger(paid(f"{PAID[0]} ", "Zyralyn Quimbo"), "c.csv"),),
    ]
    every = [files[place] for place in order]
    found = kept_in(store, every)
    plain = receivers(as_typed(every))
    first = {name: f"payee {n}" for n, name in enumerate(dict.fromkeys(map(casefold_name, plain)), 1)}
    assert receivers(found) == [first[casefold_name(name)] for name in plain]
    assert len(set(receivers(found))) == 4


def later_partner() -> Step:
    return (partners([PAID[0].upper(), "agency"]),)


def later_giver() -> Step:
    return (
        ledger([["Story hour", "2026-03-01", PAID[0], "project", "cash", "50", "received", ""]], "Gift.csv"),
    )


@pytest.mark.parametrize("known", [later_partner, later_giver], ids=["a partner", "a giver"])
def test_a_payee_who_becomes_known_is_one_party_with_its_earlier_rows(store: Store, known: object) -> None:
    assert callable(known)
    every = [(first_ledger(),), known(), (ledger(paid(PAID[0], PAID[1]), "later.csv"),)]
    found = kept_in(store, every)
    assert figures(found) == figures(as_typed(every), ("-", *PAID[1:]))
    assert "payee 1" not in receivers(found)
    assert [casefold_name(name) for name in receivers(found)].count(casefold_name(PAID[0])) == 4
    assert not [
        message for issue in found.issues if "payee-" in (message := f"{issue.value} {issue.message}")
    ]
    store.undo()
    store.undo()
    assert "payee 1" in receivers(store.load().workspace.dataset())
    store.redo()
    store.redo()
    assert figures(store.load().workspace.dataset()) == figures(found)
    store.paths.key.unlink()  # what was joined needs no key
    assert figures(store.load().workspace.dataset()) == figures(found)


def test_a_payee_joined_with_a_partner_stays_joined_when_it_gives_something(store: Store) -> None:
    join = Merge("ledger.to_party", PAID[0], "San Isidro School")
    every = [(partners(),), (first_ledger(),), (join,), later_giver()]
    assert figures(kept_in(store, every)) == figures(as_typed(every), ("-", *PAID[1:]))


def test_a_sheet_that_made_a_payee_known_leaves_no_name_when_it_is_forgotten(store: Store) -> None:
    known, later = later_partner(), (ledger(paid(PAID[0], PAID[1]), "later.csv"),)
    kept_in(store, [(first_ledger(),), known, later])
    assert canaries.on_disk(store.paths.home, words=["Zyralyn"])
    (sheet,) = known
    assert isinstance(sheet, Import)
    store.delete_file(sheet.sha256)
    assert canaries.on_disk(store.paths.home, words=WORDS) == []
    assert figures(store.load().workspace.dataset()) == figures(as_typed([(first_ledger(),), later]), PAID)


def test_the_same_sheet_saved_again_is_recognised_and_another_is_not(store: Store) -> None:
    kept_in(store, [(first_ledger(),), later_partner()])
    held, again = store.load().workspace, replace(first_ledger(), sha256="0" * 64)
    assert find_existing_import(again, held, KEY) == "CSV file read on 2026-03-14"
    names = [PAID[1], PAID[0], PAID[2], PAID[0]]
    other = replace(again, tables={**again.tables, "ledger": again.tables["ledger"].copy()})
    other.tables["ledger"].loc[:3, "to_party"] = names
    assert find_existing_import(other, held, KEY) == ""


def test_without_the_key_no_dictionary_finds_a_payee_and_two_workspaces_share_no_code(store: Store) -> None:
    kept_in(store, [(first_ledger(),)])
    code = payee_code(PAID[0], KEY)
    store.paths.key.unlink()
    disk = b"".join(file.read_bytes() for file in store.paths.home.rglob("*") if file.is_file())
    assert code.encode() in disk
    for text in (PAID[0], casefold_name(PAID[0]), f"libcollab: payee\0{casefold_name(PAID[0])}"):
        guesses = [
            hashlib.new(kind, text.encode()).hexdigest() for kind in ("sha256", "md5", "sha1", "blake2b")
        ]
        guesses += [hmac.new(key, text.encode(), "sha256").hexdigest() for key in (b"\0", b"\0" * 32)]
        assert [guess for guess in guesses if guess[:12].encode() in disk] == []
    assert code != payee_code(PAID[0], b"o" * 32)


def test_what_a_screen_calls_a_payee_is_that_payee_in_rows_and_joins_typed_there(store: Store) -> None:
    kept_in(store, [(first_ledger(),)])
    store.append(Edit("ledger", (row("payee 2"),)), day=DAY)
    store.append(Edit("ledger", (row("Payee 9"),)), day=DAY)  # nobody is called so yet
    assert receivers(store.load().workspace.dataset())[-2:] == ["payee 2", "payee 4"]
    store.append(Merge("partners.name", "payee 4", "payee 3"), day=DAY)
    assert receivers(store.load().workspace.dataset())[-2:] == ["payee 2", "payee 3"]
    store.append(ledger(paid("payee 1"), "b.csv"), day=DAY)  # on a sheet it is a name like any other
    assert [name for name in receivers(store.load().workspace.dataset()) if name == "payee 5"] == ["payee 5"]


def test_a_partner_called_like_a_label_is_another_party(store: Store) -> None:
    found = kept_in(store, [(partners(["Payee 1", "school"]),), (ledger(paid(PAID[0], "Payee 1")),)])
    assert receivers(found) == ["payee 1 (code)", "Payee 1"]
    store.append(Edit("ledger", (row("payee 1 (code)"), row("payee 1"))), day=DAY)
    assert receivers(store.load().workspace.dataset())[2:] == ["payee 1 (code)", "Payee 1"]


def test_a_window_with_its_own_steps_and_one_that_made_a_payee_known_agree(store: Store) -> None:
    from libcollab_metrics.model import encode_step

    own = encode_step((first_ledger(),), (), KEY)
    store.append(*later_partner(), day=DAY)  # by another window, after this one looked
    made = store.append(*own, day=DAY)
    found = store.load()
    assert figures(found.with_own_steps({made: own}).dataset()) == figures(found.workspace.dataset())
    assert figures(found.workspace.dataset()) == figures(
        as_typed([later_partner(), (first_ledger(),)]), ("-", *PAID[1:])
    )


def written_by_version_3(store: Store) -> None:
    """Lay a workspace with every name as it was typed where it lies, as version 3 wrote it."""
    store.set_keeps_notes(False)
    with closing(sqlite3.connect(store.paths.database, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        for step in steps():
            write_step(
                connection, DAY, [encode_operation(redact_for_disk(operation, DAY)) for operation in step]
            )
        write_head(connection, Head("0" * 16, len(steps())))
        connection.execute("PRAGMA user_version=3")
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_an_older_file_is_brought_to_codes_and_only_the_copy_aside_holds_names(store: Store) -> None:
    written_by_version_3(store)
    old = store.paths.database.read_bytes()
    assert names_in(old)
    found = store.load().workspace.dataset()
    names = (PAID[0], PAID[1], PAID[2], TYPED, MERGED)
    assert figures(found) == figures(as_typed(steps()), names)
    (aside,) = store.list_backups()
    assert aside.name.startswith("workspace-version-3-")
    assert canaries.on_disk(aside.parent, words=WORDS)
    store.delete_backups()
    assert canaries.on_disk(store.paths.home, words=WORDS) == []
    assert find_existing_import(replace(first_ledger(), sha256="0" * 64), store.load().workspace, KEY)
    opened = unpack_workspace(old)
    assert figures(opened.snapshot.workspace.dataset()) == figures(found)
    assert [hit for table in opened.rows.values() for hit in names_in(repr(table.to_pydict()).encode())] == []


def test_a_payee_spelled_almost_like_a_partner_is_pointed_out_without_its_name(store: Store) -> None:
    found = kept_in(store, [(partners(),), (ledger(paid("San Isidro Schol", PAID[0])),)])
    (told,) = [issue for issue in found.issues if issue.code == "partner-unknown" and issue.heading == "To"]
    assert 'almost like the partner "San Isidro School"' in told.message
    assert canaries.on_disk(store.paths.home, words=["Schol"]) == []
    store.append(Merge("partners.name", "payee 1", "San Isidro School"), day=DAY)
    joined = Merge("ledger.to_party", "San Isidro Schol", "San Isidro School")
    plain = [(partners(),), (ledger(paid("San Isidro Schol", PAID[0])),), (joined,)]
    assert figures(store.load().workspace.dataset()) == figures(as_typed(plain), ("-", PAID[0]))
