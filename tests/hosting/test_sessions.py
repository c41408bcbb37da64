"""A session of a shared server reaches its own library only, and nothing before sign-in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest import Limits
from libcollab_metrics.ingest.limits import HOSTED
from libcollab_metrics.store import Store
from pages.ui import app_shell, session
from pages.ui.session import uploads
from tests.pages.test_pages import LOG, add_file, press, texts, upload
from tests.pages.workspace.test_history import labels
from tests.support.paths import ROOT
from tests.support.sheets import xlsx
from tests.support.views import SETTINGS
from tests.test_event_log import lines, listening

ANA = {"is_logged_in": True, "email": "head@san-isidro.example", "email_verified": True}
BEN = {**ANA, "email": "desk@mabini.example"}
EVE = {**ANA, "email": "eve@elsewhere.example"}


@pytest.fixture
def libraries(data_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of a shared server that passed its self-check; its library list is in `tmp_path`."""
    data_folder.chmod(0o700)
    (tmp_path / "libraries.toml").write_text(
        'san-isidro = ["head@san-isidro.example"]\nmabini = ["desk@mabini.example"]\n', encoding="utf-8"
    )
    monkeypatch.setenv("LIBCOLLAB_MODE", "hosted")
    monkeypatch.setenv("LIBCOLLAB_LIBRARIES", str(tmp_path / "libraries.toml"))
    monkeypatch.setattr(app_shell, "find_failures", lambda server: ())
    return data_folder / "libraries"


def opened(page: str, person: dict[str, object]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    app.user = dict(person)
    app.switch_page(f"pages/{page}.py")
    return app.run()


def used(person: dict[str, object]) -> AppTest:
    app = upload(opened("add", person), "March.xlsx", xlsx(Log=LOG))
    add_file(app)
    assert "3 rows" in texts(app)
    return app


def steps(folder: Path) -> int:
    return len(Store(folder).load().workspace.steps)


def test_sign_in_is_required_before_any_page(libraries: Path) -> None:
    app = opened("add", {"is_logged_in": False})
    assert labels(app) == {"Sign in"}
    assert len(app.sidebar) == 0
    assert not libraries.exists()


def test_each_library_has_its_own_folder_and_secret(libraries: Path) -> None:
    used(ANA)
    app = opened("add", BEN)
    assert "Sample data" in texts(app)
    assert "san-isidro" not in texts(app)
    assert steps(libraries / "san-isidro") == 1
    assert steps(libraries / "mabini") == 0
    assert Store(libraries / "san-isidro").key() != Store(libraries / "mabini").key()
    SETTINGS.open(app)
    assert "on this server for your library alone" in texts(app)
    assert str(libraries) not in texts(app)


def test_session_of_a_new_user_holds_no_earlier_data(libraries: Path) -> None:
    app = upload(opened("add", ANA), "March.xlsx", xlsx(Log=LOG))
    assert "Check how we read" in texts(app)
    app.user = dict(BEN)
    app.run()
    assert "Check how we read" not in texts(app)
    assert "March" not in texts(app)
    assert app.session_state["visitor"] == ("desk@mabini.example", "mabini")
    assert "read" not in app.session_state
    assert not app.session_state["pending"]


def test_signing_out_empties_the_session(libraries: Path) -> None:
    app = upload(opened("add", ANA), "March.xlsx", xlsx(Log=LOG))
    app.user = {"is_logged_in": False}
    app.run()
    assert labels(app) == {"Sign in"}
    assert "pending" not in app.session_state


def test_removed_user_loses_access_at_the_next_click(libraries: Path, tmp_path: Path) -> None:
    app = used(ANA)
    (tmp_path / "libraries.toml").write_text('mabini = ["desk@mabini.example"]\n', encoding="utf-8")
    with listening() as log:
        app.run()
        app.run()
    assert labels(app) == {"Sign out"}
    assert "does not belong to a library here" in texts(app)
    (line,) = lines(log)
    assert (line["event"], line["kind"]) == ("sign-in-refused", "not-listed")
    assert "@" not in log.getvalue()


def test_malformed_list_stops_every_page_and_shows_no_address(libraries: Path, tmp_path: Path) -> None:
    app = used(ANA)
    (tmp_path / "libraries.toml").write_text('mabini = "desk@mabini.example"\n', encoding="utf-8")
    app.run()
    assert "not ready" in texts(app)
    assert "desk@" not in texts(app)
    assert not labels(app)


def test_forgetting_everything_affects_one_library_only(libraries: Path) -> None:
    used(BEN)
    app = SETTINGS.open(used(ANA))
    app.checkbox(key="sure").check().run()
    press(app, "Delete everything")
    assert [file for file in (libraries / "san-isidro").rglob("*") if file.is_file()] == []
    assert steps(libraries / "mabini") == 1
    assert "Signed in for san" in texts(app)


def test_saved_work_opens_in_its_own_library_without_a_path(libraries: Path) -> None:
    used(BEN)
    saved = Store(libraries / "mabini").save_work(date(2026, 4, 30), "")
    app = SETTINGS.open(used(ANA))
    app.file_uploader(key="open-0").upload("work.libcollab", saved)
    app.run()
    app.checkbox(key="open-sure-0").check().run()
    with listening() as log:
        press(app, "Restore")
    (message,) = [line.value for line in app.success if "The earlier data is" in line.value]
    assert "on this server as workspace" in message.replace("\\", "")
    assert "/" not in message
    assert [(line["event"], line["library"]) for line in lines(log)] == [("restore", "san-isidro")]
    assert steps(libraries / "mabini") == 1
    assert Store(libraries / "san-isidro").key() != Store(libraries / "mabini").key()


def test_damaged_file_is_set_aside_in_its_own_library(libraries: Path) -> None:
    used(ANA)
    used(BEN)
    database = Store(libraries / "mabini").paths.database
    database.write_bytes(b"x" * 5000)
    app = SETTINGS.open(opened("add", BEN))
    press(app, "Rename the file and start new")
    assert list(database.parent.glob("*set-aside*"))
    assert steps(libraries / "san-isidro") == 1


def test_files_are_read_under_the_hosted_limits(libraries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits_used: list[Limits] = []

    def refuse(*args: object, limits: Limits, **_: object) -> None:
        limits_used.append(limits)
        raise LibCollabError("Enough.")

    monkeypatch.setattr(uploads, "read_file", refuse)
    upload(opened("add", ANA), "March.xlsx", xlsx(Log=LOG))
    assert set(limits_used) == {HOSTED}


def test_session_without_a_library_stores_and_shows_nothing(libraries: Path) -> None:
    with pytest.raises(LibCollabError, match="sign in again"):
        session.store()
    assert not libraries.exists()


@pytest.mark.parametrize("mode", ["hostde", ""])
def test_server_with_an_unclear_mode_shows_nothing(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setenv("LIBCOLLAB_MODE", mode)
    monkeypatch.setenv("LIBCOLLAB_HOSTED", "1")
    app = opened("add", ANA)
    assert "hosted" in app.error[0].value
    assert not app.title
