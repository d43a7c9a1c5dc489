"""Opens the demonstration's desk (make desk): a copy of the inputs in build/desk, with people for each role, whose password is made at the first start.

python tools/demo_desk.py [--port N] [--folder FOLDER]
"""

import argparse
import os
import secrets
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from reportgen.desk.command import PORT
from reportgen.desk.folder import DeskFolder
from reportgen.desk.roles import Role, Seat
from reportgen.desk.setup import migrate, set_up
from reportgen.start.amend import amend
from reportgen.workspace import Workspace, open_workspace

ROOT = Path(__file__).resolve().parent.parent
SEASON = "2023"
COUNTIES, CITY = ("静乐县", "原平市"), "忻州市"
_KEPT = "示例人员的密码.txt"
_ROLES = {Role.FILLER: "tianbao", Role.AUDITOR: "shenhe", Role.SIGNER: "qianfa"}
_SPELT = {"静乐县": "jingle", "原平市": "yuanping", "忻州市": "xinzhou"}
_NAMES = ("张某某", "李某某", "王某某")
_NOTICE = "xinzhou-2023-3"
_DUE = (("方案报备", "plan_due", "实施方案报备", 12), ("绩效评估结束", "evaluation_end", "绩效评估结束", 40), ("总结报送", "", "", -3))
"""Each entry of 时限, the deadline of the city's notice that it may not pass and its title (none: nothing), and how many days after the first start it lies."""


def people() -> list[tuple[str, str, tuple[Seat, ...]]]:
    """User names, names and seats: three persons of each office, one of the city who receives, the editor, the administrator."""
    found = [
        (f"{_SPELT[unit]}-{spelt}", f"{name}（示例{role.chinese}）", (Seat(role, unit),))
        for unit in (*COUNTIES, CITY)
        for (role, spelt), name in zip(_ROLES.items(), _NAMES, strict=True)
    ]
    found.append(("xinzhou-shouli", "赵某某（示例受理人）", (Seat(Role.RECEIVER, CITY),)))
    found.append(("wenshu", "孙某某（示例文书管理员）", (Seat(Role.EDITOR),)))
    return [*found, ("guanli", "陈某某（示例管理员）", (Seat(Role.ADMINISTRATOR),))]


def prepare(folder: Path) -> str:
    """The workspace with its people, made where it isn't there yet, and their documents asked for; gives the password that they have."""
    from reportgen.desk.people import has_administrator, register
    from reportgen.desk.queue import ask_for

    password = folder / _KEPT
    if not has_administrator():
        given = secrets.token_urlsafe(9)
        password.touch(0o600)
        password.write_text(f"{given}\n", "utf-8")
        for username, name, seats in people():
            person = register(username, name, seats, None)
            person.set_password(given)
            person.save()
            if seats[0].role is Role.FILLER:
                ask_for(person, SEASON, seats[0].unit)
    return password.read_text("utf-8").strip()


def schedule(workspace: Workspace) -> None:
    """Put the deadlines around today, so that the board looks as on a working day.

    They stand in the city's 时限, which the counties follow, and in the notice that it is held against. An editor sets both on the desk's pages.
    """
    from reportgen.desk.asked_kinds import SCHEDULE
    from reportgen.desk.wording import OWN_RULES

    today = datetime.now().astimezone().date()
    days = [(entry, key, title, today + timedelta(days)) for entry, key, title, days in _DUE]
    made = amend(workspace, workspace.inputs / SEASON / CITY, None, {(SCHEDULE, entry): day for entry, _, _, day in days})
    (workspace.root / made.file).write_bytes(made.content)
    rules = workspace.root / OWN_RULES
    rules.parent.mkdir(exist_ok=True)
    lines = [f'  {key}: {{title: {title}, date: "{day}"}}\n' for _, key, title, day in days if key]
    rules.write_text(f"# 示例：时限改到首次打开的前后\nid: {_NOTICE}\ndeadlines:\n{''.join(lines)}", "utf-8")


def main() -> None:
    """Prepare it, say who there is, and serve it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "desk")
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    is_new = not (folder / "inputs").exists()
    if is_new:
        shutil.copytree(ROOT / "inputs", folder / "inputs")
    os.chdir(folder)
    workspace, _ = open_workspace(folder)
    assert workspace is not None
    set_up(DeskFolder(workspace.root), SEASON)
    migrate()
    if is_new:
        schedule(workspace)
    print(f"示例人员（密码都是 {prepare(folder)}）：")
    for username, name, _seats in people():
        print(f"  {username:20}{name}")
    from reportgen.desk.run import run

    run(workspace, SEASON, "127.0.0.1", asked.port, ())


if __name__ == "__main__":
    main()
