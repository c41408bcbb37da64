"""A workspace saved as one file opens on an empty machine with every figure; what is no such file changes nothing."""

from __future__ import annotations

import gzip
import io
import json
import os
import sqlite3
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.identity import person_keys
from libcollab_metrics.model import Answer, Merge, Setting, Workspace
from libcollab_metrics.store import CannotOpen, Store, WrongPassphrase, packed_from_memory, strength, unpacked
from libcollab_metrics.store.database import VERSION
from tests.store.killing import killed
from tests.store.test_migration import FORMER
from tests.store.test_privacy import spellings
from tests.store.test_reopening import exports, same
from tests.store.work import CHILDREN, DAY, sheet_file, state

WORDS = "seven brown carabaos"


def worked(folder: Path) -> Store:
    """A store with two sheets, a joined name, a step taken back and a document that left."""
    store = Store(folder)
    store.append(sheet_file(1), Answer("abc", {"year": 2026}), day=DAY)
    store.append(sheet_file(2), day=DAY)
    store.append(Merge("sessions.site", "Hall", "Main"), day=DAY)
    store.append(Setting({"population": 90}), day=DAY)
    store.undo()
    store.add_release('{"attendance_total": 12}', DAY)
    return store


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path / "another machine"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A whole file of saved work, without a secret."""
    return worked(tmp_path_factory.mktemp("saved")).save_work(DAY)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(parts: dict[str, bytes], **more: bytes) -> bytes:
    """A file of saved work of these parts, its check sums right."""
    import hashlib

    about = json.loads(parts["about.json"])
    own = {**{name: data for name, data in parts.items() if name != "about.json"}, **more}
    about["sha256"] = {name: hashlib.sha256(data).hexdigest() for name, data in own.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in {"about.json": json.dumps(about).encode(), **own}.items():
            file.writestr(name, data)
    return target.getvalue()


def test_an_empty_machine_gets_every_figure_export_and_step(kept: Path, empty: Path) -> None:
    store = worked(kept)
    data = store.save_work(DAY, WORDS)
    there = Store(empty)
    assert there.open_work(unpacked(data, WORDS), DAY) is None
    found, wanted = there.load(), store.load()
    assert state(found.workspace) == state(wanted.workspace)
    assert (found.releases, found.keep_notes, found.told) == (wanted.releases, False, ())
    assert same(found.workspace.dataset(), wanted.workspace.dataset())
    assert there.redo()
    assert there.load().workspace.dataset().settings.population == 90


@pytest.mark.slow
def test_every_export_of_work_opened_is_the_same_byte_for_byte(kept: Path, empty: Path) -> None:
    store, there = worked(kept), Store(empty)
    there.open_work(unpacked(store.save_work(DAY)), DAY)
    assert exports(there.load().workspace.dataset()) == exports(store.load().workspace.dataset())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no work below HOME.")
def test_a_machine_whose_user_has_nothing_yet_opens_it(kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "work.libcollab"
    file.write_bytes(worked(kept).save_work(DAY, WORDS))
    code = (
        "import sys; from datetime import date; from pathlib import Path; from libcollab_metrics.store import *\n"
        "store = Store(home({})); work = unpacked(Path(sys.argv[1]).read_bytes(), sys.argv[2])\n"
        "store.open_work(work, date(2026, 3, 14)); found = Store(home({})).load()\n"
        "print(found.workspace.version, found.told, store.places.home)"
    )
    home = tmp_path / "home"
    home.mkdir()
    asked = [sys.executable, "-c", code, str(file), WORDS]
    path = os.pathsep.join(sys.path)
    done = subprocess.run(
        asked, env={"HOME": str(home), "PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    version, told, place = done.stdout.split()
    assert (version, told) == (Store(kept).load().workspace.version, "()")
    assert place.startswith(str(home))


def test_later_sheets_recognise_the_people_only_with_the_passphrase(kept: Path, empty: Path) -> None:
    store = worked(kept)
    codes = person_keys(CHILDREN, store.key())
    data = store.save_work(DAY, WORDS)
    without = Store(empty / "without")
    without.open_work(unpacked(data), DAY)
    assert person_keys(CHILDREN, without.key()) != codes
    assert "cannot recognise the people" in without.load().told[0]
    with_it = Store(empty / "with")
    with_it.open_work(unpacked(data, WORDS), DAY)
    assert person_keys(CHILDREN, with_it.key()) == codes
    assert with_it.load().told == ()


def test_the_secret_is_in_the_file_only_under_a_passphrase_and_no_name_ever(kept: Path) -> None:
    store = worked(kept)
    assert set(members(store.save_work(DAY))) == {"about.json", "workspace.sqlite"}
    work = unpacked(store.save_work(DAY))
    assert (work.secret, work.has_secret) == (None, False)
    data = store.save_work(DAY, WORDS)
    inside = b"".join([data, *members(data).values()])
    secret = store.key()
    assert not [form for form in (secret, secret.hex().encode(), WORDS.encode()) if form in inside]
    assert not [form for child in CHILDREN for form in spellings(child)[:3] if form in inside]
    assert unpacked(data).has_secret
    assert unpacked(data, WORDS).secret == secret


def test_a_wrong_passphrase_is_one_sentence_and_a_short_one_saves_nothing(kept: Path) -> None:
    data = worked(kept).save_work(DAY, WORDS)
    with pytest.raises(WrongPassphrase, match=r"not the passphrase.*Nothing was changed"):
        unpacked(data, WORDS + "s")
    with pytest.raises(LibCollabError, match="at least 8 letters"):
        Store(kept).save_work(DAY, "books")


def test_a_secret_moved_to_another_workspace_does_not_open_there(kept: Path, empty: Path) -> None:
    one, other = members(worked(kept).save_work(DAY, WORDS)), members(worked(empty).save_work(DAY, WORDS))
    with pytest.raises(WrongPassphrase):
        unpacked(zipped({**one, "secret.json": other["secret.json"]}), WORDS)


@pytest.mark.parametrize(
    ("passphrase", "said"),
    [("", "too short"), ("1234567", "too short"), ("aaaaaaaaaaaaaaaaaaaa", "weak"), ("carabaos", "weak"),
     ("20261125", "weak"), ("carabao2026", "fair"), ("carabaosandmangoes", "strong")],
)  # fmt: skip
def test_how_strong_a_passphrase_is_is_said_in_words(passphrase: str, said: str) -> None:
    assert strength(passphrase).startswith(said)


def test_who_keeps_nothing_on_a_disk_saves_and_opens_the_same_file(kept: Path, empty: Path) -> None:
    secret = b"k" * 32
    memory = Workspace().append(sheet_file(1), Answer("abc", {"year": 2026})).append(Setting({"population": 90})).undo()
    data = packed_from_memory(memory, (), day=DAY, secret=secret, passphrase=WORDS)
    work = unpacked(data, WORDS)
    assert (len(work.kept.workspace.steps), len(work.kept.workspace.taken_back), work.secret) == (1, 1, secret)
    assert b"rain" not in members(data)["workspace.sqlite"]
    assert list(kept.iterdir()) == []
    on_disk = Store(empty)
    on_disk.append(*memory.steps[0], day=DAY)
    assert on_disk.load().workspace.version == work.kept.workspace.version
    with_notes = unpacked(packed_from_memory(memory, (), day=DAY, keep_notes=True)).kept
    assert "rain" in set(with_notes.workspace.dataset().tables["notes"]["text"])


def test_what_is_replaced_is_kept_aside_and_can_be_opened_again_with_its_secret(kept: Path, empty: Path) -> None:
    store, other = worked(kept), Store(empty)
    other.append(Setting({"population": 5}), sheet_file(3), day=DAY)
    key, version = other.key(), other.load().workspace.version
    seen = other.head()
    aside = other.open_work(unpacked(store.save_work(DAY, WORDS), WORDS), DAY)
    assert aside is not None
    assert aside.name.startswith("workspace-replaced-2026-03-14-")
    assert other.load().workspace.version == store.load().workspace.version
    assert other.head() != seen
    assert other.key() == store.key() != key
    other.open_work(unpacked(aside.read_bytes()), DAY)
    assert (other.load().workspace.version, other.key(), other.load().told) == (version, key, ())


@pytest.mark.parametrize("harm", ["damaged", "newer"])
def test_saved_work_opens_over_a_file_that_cannot_be_read(kept: Path, empty: Path, harm: str) -> None:
    data, broken = worked(kept).save_work(DAY), worked(empty)
    with closing(sqlite3.connect(broken.places.data)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("UPDATE step SET day = ''" if harm == "damaged" else f"PRAGMA user_version={VERSION + 1}")
        connection.commit()
    before = broken.places.data.read_bytes()
    aside = broken.open_work(unpacked(data), DAY)
    assert aside is not None
    assert aside.read_bytes() == before
    assert len(broken.load().workspace.steps) == 3


@pytest.mark.parametrize("version", sorted(FORMER))
def test_a_workspace_file_of_a_former_version_opens_too(kept: Path, version: int) -> None:
    work = unpacked(gzip.decompress(FORMER[version].read_bytes()))
    assert len(work.kept.workspace.steps) == 4 + version
    store = Store(kept)
    store.open_work(work, DAY)
    assert store.add_release("{}", DAY) == 1


def with_schema(statement: str) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        parts = members(data)
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            connection.deserialize(parts["workspace.sqlite"])
            connection.executescript(statement)
            return zipped({**parts, "workspace.sqlite": connection.serialize()})

    return changed


def with_entries(data: bytes, name: str, count: int) -> bytes:
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a name twice
        for _ in range(count):
            file.writestr(name, b"x")
    return target.getvalue()


def with_bomb(data: bytes) -> bytes:
    """The database's part inflates to 300 MB."""
    parts = members(data)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("about.json", parts["about.json"])
        with file.open("workspace.sqlite", "w") as opened:
            for _ in range(300):
                opened.write(bytes(2**20))
    return target.getvalue()


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda data: b"",
    "words": lambda data: b"not a file of saved work " * 40,
    "half of it": lambda data: data[: len(data) // 2],
    "a workbook": lambda data: with_entries(b"", "xl/workbook.xml", 12),
    "a strange part": lambda data: zipped(members(data), **{"../../evil.py": b"x"}),
    "a part twice": lambda data: with_entries(data, "about.json", 1),
    "a thousand parts": lambda data: with_entries(data, "x", 1000),
    "no data": lambda data: zipped({"about.json": members(data)["about.json"]}),
    "a bomb": with_bomb,
    "a comment": lambda data: data[:-2] + b"\x05\x00hello",
    "other check sums": lambda data: zipped(members(data)).replace(b"PK\x03\x04", b"PK\x03\x05", 1),
    "an empty database": lambda data: zipped({**members(data), "workspace.sqlite": b"SQLite format 3\x00" + bytes(84)}),
    "a later form": lambda data: zipped({**members(data), "about.json": b'{"form": 99, "sha256": {}}'}),
    "a later version": with_schema(f"PRAGMA user_version={VERSION + 1}"),
    "another program's": with_schema("PRAGMA application_id=7"),
    "a view": with_schema("CREATE VIEW more AS SELECT 1"),
    "a trigger": with_schema("CREATE TRIGGER t AFTER UPDATE ON head BEGIN DELETE FROM step; END"),
    "a table that is a view": with_schema("DROP TABLE release; CREATE VIEW release AS SELECT 1 AS number"),
    "a changed figure": with_schema("UPDATE operation SET body = replace(body, 'Attendance', 'Attendants')"),
    "a step less": with_schema("DELETE FROM step WHERE number = 1"),
    "words too deep": with_schema("UPDATE operation SET body = replace(hex(zeroblob(100000)), '00', '[')"),
}


@pytest.mark.parametrize("harm", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_file_of_saved_work_is_one_sentence_and_changes_nothing(
    saved: bytes, harm: Callable[[bytes], bytes]
) -> None:
    data = harm(saved)
    with pytest.raises(CannotOpen, match="Nothing was changed") as told:
        unpacked(data)
    assert str(told.value).count("\n") == 0
    assert "Error" not in str(told.value)


def flipped(data: bytes, rounds: int, random: Random) -> tuple[int, int]:
    """Flip one bit of a saved file again and again; return how often it was refused and how often it was harmless."""
    wanted = state(unpacked(data, WORDS).kept.workspace)
    refused = harmless = 0
    for _ in range(rounds):
        bit = random.randrange(len(data) * 8)
        damaged = bytearray(data)
        damaged[bit // 8] ^= 1 << (bit % 8)
        try:
            assert state(unpacked(bytes(damaged), WORDS).kept.workspace) == wanted
            harmless += 1
        except (CannotOpen, WrongPassphrase):
            refused += 1
    return refused, harmless


def test_a_saved_file_with_one_bit_flipped_is_refused_or_the_same(kept: Path) -> None:
    refused, harmless = flipped(worked(kept).save_work(DAY, WORDS), 20, Random(1))
    assert refused > harmless


@pytest.mark.long
def test_three_hundred_bit_flips_of_a_saved_file(kept: Path) -> None:
    refused, harmless = flipped(worked(kept).save_work(DAY, WORDS), 300, Random(2))
    print(f"{refused} refused, {harmless} harmless")
    assert refused > 250


def open_again(folder: Path, data: bytes, said: Connection) -> None:
    """The child: put the saved work in the place of what is there."""
    work = unpacked(data, WORDS)
    said.send("ready")
    Store(folder).open_work(work, DAY)
    said.send("opened")


def killed_openings(folder: Path, rounds: int, random: Random) -> dict[str, int]:
    """Kill that many openings of saved work; each time all of the one or all of the other is there."""
    saved = worked(folder / "saved")
    data, new = saved.save_work(DAY, WORDS), state(saved.load().workspace)
    fell: dict[str, int] = {}
    for number in range(rounds):
        store = Store(folder / str(number))
        store.append(Setting({"population": number + 1}), sheet_file(3), day=DAY)
        old, key = state(store.load().workspace), store.key()
        told = killed(open_again, store.places.home, random.uniform(0, 0.15), data)
        now = state(store.load().workspace)
        assert now in (old, new)
        assert now == new or not told
        asides = [unpacked(file.read_bytes()) for file in store.places.data.parent.glob("workspace-replaced-*.sqlite")]
        assert now == old or [state(aside.kept.workspace) for aside in asides] == [old]
        keys = [file.read_bytes() for file in store.places.key.parent.glob("workspace*.key")]
        assert key in keys
        fallen = "old" if now == old else "new"
        fell[fallen] = fell.get(fallen, 0) + 1
        store.open_work(unpacked(data, WORDS), DAY)
        assert (state(store.load().workspace), store.key(), store.load().told) == (new, saved.key(), ())
    return fell


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9.")
def test_five_kills_while_saved_work_is_opened_lose_nothing(tmp_path: Path) -> None:
    assert sum(killed_openings(tmp_path, 5, Random(1)).values()) == 5


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9.")
def test_a_hundred_kills_while_saved_work_is_opened_lose_nothing(tmp_path: Path) -> None:
    fell = killed_openings(tmp_path, 100, Random(2))
    print(fell)
    assert set(fell) == {"old", "new"}
