"""No page reads or computes a season in the server: what takes long the process beside it finds out, and pages show what that last told."""

import os
import shutil
import signal
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from reportgen.building.folders import Folders
from reportgen.building.project import Project
from reportgen.desk import engine as engine_of
from reportgen.desk.engine import engine
from reportgen.desk.roles import OF_DESK, Role
from reportgen.desk.trials import beside
from reportgen.desk.views import checklist
from tests.desk.desks import BOOK, CITY, COUNTY, PAIR, SEASON, SHEET, Desk, tasks
from tests.desk.test_intake import drop
from tests.desk.test_looking import looked_for, process_of
from tests.desk.test_rights import address, address_names, routes
from tests.desk.test_steps import walked
from tests.desk.test_uploads import faulty

pytestmark = pytest.mark.slow
DESCRIPTIONS = frozenset(("edit", "kinds"))
"""The routes that read what describes the units, and nothing of their data."""
SHOWN = frozenset(
    (
        *("board", "unit", "workbook", "receipt", "kept", "marked", "differences", "edit", "register", "reception", "intake", "intake-receipt"),
        *("document", "preview", "file", "compare", "commented", "comments", "checklist", "filing"),
        *("people", "person", "trail", "kinds", "notices", "wording", "wording-file", "changes"),
    )
)
"""Those at least that have something to show here."""
ASKED = {"document": "?figure=tasks.total", "edit": f"?book={BOOK}&sheet={SHEET}", "wording-file": "?file=templates/html/plan-county.html"}
"""What else an address asks for."""
SEATS = [(role, unit) for role in Role for unit in (("",) if role in OF_DESK else (COUNTY, CITY))]
Read = tuple[Any, list[str]]
"""What of a season was read (the units that it was opened with, None: all; a text: the folder), and how that came about."""


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Read]:
    """What is read here from now on."""
    found: list[Read] = []
    season, reading = Project.season, Folders.reading

    def opened(project: Project, units: frozenset[str] | None = None) -> Any:
        made = season(project, units)  # unless it says that it would have to read
        found.append((units, traceback.format_stack(limit=12)))
        return made

    def read(folders: Folders, folder: str) -> Any:
        made = reading(folders, folder)
        found.append((folder, traceback.format_stack(limit=12)))
        return made

    monkeypatch.setattr(Project, "season", opened)
    monkeypatch.setattr(Folders, "reading", read)
    return found


@pytest.fixture
def beside_it(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Uploads and packages are tried in processes of their own, as the desk's command has it."""
    for trials in (settings.DESK_TRIALS, settings.DESK_INTAKES):
        monkeypatch.setattr(trials, "start", beside)
    yield
    for trials in (settings.DESK_TRIALS, settings.DESK_INTAKES):
        trials.stop()


def full(desk: Desk) -> None:
    """Something for each page to show: an upload, what was dropped in, a comment, a signed document that waits to be filed and received."""
    desk.upload(desk.signed_in(Role.FILLER, COUNTY), tasks(faulty))
    drop(desk.signed_in(Role.RECEIVER, CITY), 认不出_xlsx=b"nothing")
    desk.signed_in(Role.RECEIVER, CITY).post(f"/documents/{SEASON}/{COUNTY}/plan/comments/add/", {"on": "document", "version": 1, "text": "请核对任务数"})
    walked(desk, "submit", "audit", "sign")


def answered(client: Any, reads: list[Read], route: Any, unit: str) -> tuple[int, list[str]]:
    """The status with which a page is answered, and what was read for it, in words."""
    reads.clear()
    answer = client.get(address(route, unit) + ASKED.get(route.name, ""))
    assert answer.status_code != 500, route.name
    allowed = [frozenset[str]()] if route.name in DESCRIPTIONS else []
    return answer.status_code, [f"{route.name} {unit}: {units}\n{''.join(stack)}" for units, stack in reads if units not in allowed]


def edit(root: Path, season: str) -> None:
    """Change what a county's plan says, so that it stays sound: somebody edits a file in the folder."""
    table = root / "inputs" / season / COUNTY / "职责分工.csv"
    table.write_bytes(table.read_bytes().rstrip() + "，按月汇总\n".encode())


def test_no_page_reads_a_season_also_where_data_have_just_changed(filled: Desk, beside_it: None, reads: list[Read], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checklist, "MOMENT", 0.1)
    monkeypatch.setattr(engine_of, "EARLIER", -1.0)
    full(filled)
    shutil.copytree(PAIR / "inputs" / SEASON / COUNTY, filled.root / "inputs/2022" / COUNTY)
    shown, wrong = dict[tuple[str, str], tuple[Any, Any]](), list[str]()
    with looked_for(filled) as looker:
        for seat in SEATS:
            client = filled.signed_in(*seat)
            for route in routes():
                for unit in (COUNTY, CITY) if "unit" in address_names(route) else (COUNTY,):
                    status, read = answered(client, reads, route, unit)
                    wrong += read
                    if status == 200:
                        shown[str(route.name), unit] = client, route
        assert not wrong, "\n".join(wrong)
        assert {name for name, _ in shown} >= SHOWN
        os.kill(process_of(looker), signal.SIGSTOP)  # as busy as can be
        try:
            late = set()
            for (name, unit), (client, route) in shown.items():
                edit(filled.root, SEASON)
                edit(filled.root, "2022")
                engine().touch(COUNTY)
                engine().ask(lambda project: project.outline, anew=True)
                status, read = answered(client, reads, route, unit)
                wrong += read
                if status != 200:
                    late.add(name)
            waiting = filled.signed_in(Role.RECEIVER, CITY).get("/reception/").context["waiting"]
        finally:
            os.kill(process_of(looker), signal.SIGCONT)
        assert not wrong, "\n".join(wrong)
        assert late == {"checklist", "filing"}  # they are waited for a moment, and then say that it is being checked
        assert [(one.list, one.against) for one in waiting] == [(None, ("数据有变动，正在核对，请过一会儿再受理",))]
