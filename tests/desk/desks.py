"""A desk of a miniature workspace, as tests use it: who there is, what they upload, the steps they take."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from reportgen.desk.folder import DeskFolder
from reportgen.desk.roles import Role, Seat

SEASON, CITY, COUNTY, OTHER = "2023", "示例市", "甲县", "乙县"
BOOK = "填报表.xlsx"
HOST = "127.0.0.1"
SHEET = "改造任务"
PASSWORD = "清洁取暖-示例-123"


PAIR = Path(__file__).parent.parent / "projects/pair"
MODEL = "django.contrib.auth.backends.ModelBackend"


@dataclass
class Desk:
    """A desk with the workspace that it is of."""

    root: Path
    people: dict[Seat, Any] = field(default_factory=dict)

    @property
    def folder(self) -> DeskFolder:
        """Its own folder."""
        return DeskFolder(self.root)

    @property
    def book(self) -> Path:
        """The county's workbook."""
        return self.root / "inputs" / SEASON / COUNTY / BOOK

    def person(self, role: Role, unit: str = "") -> Any:
        """Somebody with this role."""
        from reportgen.desk.people import register

        seat = Seat(role, unit)
        if seat not in self.people:
            self.people[seat] = register(f"{role.value}-{len(self.people)}", f"{unit}{role.chinese}", (seat,), None)
        return self.people[seat]

    def signed_in(self, role: Role, unit: str = "") -> Any:
        """A browser in which somebody with this role has signed in."""
        from django.test import Client

        client = Client(SERVER_NAME=HOST)
        client.force_login(self.person(role, unit), MODEL)
        return client

    def upload(self, client: Any, content: bytes, *, name: str = "我的填报表.xlsx", was: str | None = None, unit: str = COUNTY) -> Any:
        """Upload a workbook; `was` is the digest of the one that the page showed, by default that which is there."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        seen = sha256(self.book.read_bytes()).hexdigest() if was is None else was
        asked = {"file": SimpleUploadedFile(name, content), "target": BOOK, "seen": f"{seen} {BOOK}"}
        return client.post(f"/units/{SEASON}/{unit}/upload/", asked, follow=True)

    def mend(self) -> None:
        """Change what the county's plan says, so that it stays sound: somebody edits a file in the folder."""
        duties = self.root / "inputs" / SEASON / COUNTY / "职责分工.csv"
        lines = duties.read_text("utf-8-sig").splitlines()
        duties.write_text("\n".join([*lines[:-1], lines[-1].replace("。", "") + "并按月汇总进度"]), "utf-8")

    def build(self) -> None:
        """Make what is asked for, as the process that builds does."""
        from reportgen.building.project import Warm
        from reportgen.desk.builder import build_next

        while build_next(self.root, SEASON, Warm()):
            pass

    def case(self, unit: str = COUNTY, kind: str = "plan") -> Any:
        """How far a document is."""
        from reportgen.desk.cases import case_of

        return case_of(SEASON, unit, kind)

    def step(self, client: Any, route: str, *, unit: str = COUNTY, **asked: object) -> Any:
        """Take a step with the plan as its page offers it; `asked` says otherwise."""
        case = self.case(unit)
        version = case.version
        if route == "submit":
            version = client.get(f"/documents/{SEASON}/{unit}/plan/").context["version"].number
        return client.post(f"/documents/{SEASON}/{unit}/plan/{route}/", {"turn": case.turn, "version": version, **asked})


def as_workbook(table: Path, change: Callable[[Any], None] | None = None) -> bytes:
    """A CSV table of a miniature workspace as a sheet of a workbook, with a change."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = table.stem
    for row in csv.reader(table.read_text("utf-8-sig").splitlines()):
        sheet.append([int(value) if value.isdecimal() else value for value in row])
    if change is not None:
        change(sheet)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def tasks(change: Callable[[Any], None] | None = None) -> bytes:
    """The county's workbook with a change of its sheet 改造任务."""
    return as_workbook(PAIR / "inputs" / SEASON / COUNTY / f"{SHEET}.csv", change)
