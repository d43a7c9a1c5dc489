"""The receiver's post: packages and returned workbooks are kept with a receipt, looked at beside the server, compared, and taken in once that is confirmed."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from reportgen.desk.cases import lapse_moved
from reportgen.desk.collecting import Dropped, digest, look, names_apart, take
from reportgen.desk.engine import Engine, Unavailable
from reportgen.desk.folder import DeskFolder
from reportgen.desk.freezing import receipt_for
from reportgen.desk.links import unit_of_file
from reportgen.desk.locks import locks
from reportgen.desk.models import Intake, Person
from reportgen.desk.queue import ask_for
from reportgen.desk.stages import DONE, Arrived
from reportgen.desk.told import annotations
from reportgen.desk.trail import About, record
from reportgen.desk.uploads import NotTaken, told_lapsed, told_locked
from reportgen.files import MAX_BYTES, cause
from reportgen.inputs.data_files import WORKBOOKS
from reportgen.workbook.mark import marked_copy
from reportgen.workspace import UNIT_FILE

MOST_FILES = 30
"""So many at once: the counties of a city."""
ENDINGS = frozenset((*WORKBOOKS, ".zip"))
P = ParamSpec("P")
T = TypeVar("T")


def beside(question: Callable[P, T], *asked: P.args, **further: P.kwargs) -> T:
    """What a function gives in the process beside the server that is kept for this. Raises Unavailable, and what the function raises."""
    try:
        found: T = settings.DESK_INTAKES.do(question, *asked, **further)
    except Unavailable as fault:
        raise Unavailable("用了太多的时间或者内存，已经中断；一次少放几个文件，再办一次") from fault
    return found


def receive(engine: Engine, folder: DeskFolder, person: Person, unit: str, offered: Sequence[tuple[str, bytes]]) -> Intake:
    """Keep what was dropped in, with its receipt, and look at it. Raises NotTaken, OSError."""
    if not offered or len(offered) > MOST_FILES:
        raise NotTaken("没有选择文件" if not offered else f"一次最多放{MOST_FILES}个文件")
    for name, content in offered:
        if Path(name).suffix.lower() not in ENDINGS:
            raise NotTaken(f"“{name}”不是报送包（.zip）或者填报表（.xlsx）")
        if not content or len(content) > MAX_BYTES:
            raise NotTaken(f"“{name}”{'是空文件' if not content else f'超过{MAX_BYTES // 2**20}MB'}，没有接收")
    names = names_apart([name for name, _ in offered])
    files = [{"name": name, "digest": folder.keep(content), "size": len(content)} for name, (_, content) in zip(names, offered, strict=True)]
    with transaction.atomic():
        made = Intake.objects.create(season=engine.season, unit=unit, person=person, files=files)
        for file in files:
            record(person, "intake", About(engine.season, unit, digest=str(file["digest"]), words=str(file["name"])))
    return look_again(engine, made, overwrite=False)


def look_again(engine: Engine, intake: Intake, *, overwrite: bool) -> Intake:
    """Look at what was dropped in as things are now; what can't be done is its remark, and may be tried again."""
    try:
        found = beside(look, engine.root, engine.season, _dropped(intake, overwrite=overwrite))
    except (Unavailable, OSError) as fault:
        intake.remark = str(fault) if isinstance(fault, Unavailable) else f"文件读写不了（{cause(fault)}），请联系管理员"
        intake.save()
        return intake
    _note(intake, found, overwrite=overwrite)
    intake.remark = ""
    intake.save()
    return intake


def held(engine: Engine, intake: Intake) -> dict[str, str]:
    """By the names of files why they aren't taken in: they are of units that aren't below (`strange`), or change data that are locked."""
    found: dict[str, str] = {}
    for one in intake.found.get("files", ()):
        if one["is_taken"]:
            found[one["name"]] = _locked(engine, [(one["unit"], title) for title in one["titles"]])
    for one in intake.found.get("packages", ()):
        if one["is_taken"]:
            found[one["name"]] = _locked(engine, _touched(engine, one))
    return {name: words for name, words in found.items() if words} | strange(engine, intake)


def strange(engine: Engine, intake: Intake) -> dict[str, str]:
    """By the names of files that they are, or would change data, of units that aren't below: what is there of these is nothing for who has dropped them in."""
    tree, found = engine.tree(), dict[str, str]()
    below = tree.below.get(intake.unit, frozenset())
    for one in intake.found.get("files", ()):
        is_new_below = one["is_new"] and (one["upper"] == intake.unit or one["upper"] in below)
        if one["unit"] not in below and (one["unit"] in tree.units or one["is_taken"]) and not is_new_below:
            found[one["name"]] = one["unit"]
    for one in intake.found.get("packages", ()):
        of_files = (unit_of_file(tree, engine.season, file) for file in (*one["files"], *(file for file, _ in one["touched"])))
        others = [unit for unit in (one["unit"], *of_files) if unit in tree.units and unit not in below]
        if others:
            found[one["name"]] = others[0]
    return {name: f"“{unit}”不是本单位的下级，不采用" for name, unit in found.items()}


def take_found(engine: Engine, intake: Intake, person: Person, shown: str) -> bool:
    """Take in what was shown (by its digest), but for what is held; whether that was done. What differs by now is shown anew. Raises Unavailable, OSError."""
    if shown != intake.digest or intake.state != Arrived.LOOKED_AT:
        return False
    kept_back, dropped = held(engine, intake), _dropped(intake, overwrite=intake.overwrite, by=person.name)
    done, found = beside(take, engine.root, engine.season, dropped, shown, tuple(kept_back))
    if not done:
        _note(intake, found, overwrite=intake.overwrite)
        intake.remark = "您打开页面以后，这里的数据又有变动，请看过新的核对结果再确认"
        intake.save()
        return False
    with transaction.atomic():
        intake.found = {**found, "held": kept_back}
        units = _record(engine, intake, person)
        intake.state, intake.taken_by, intake.taken = Arrived.TAKEN if units else Arrived.NOTED, person, timezone.now()
        intake.save()
        known = [unit for unit in units if unit in engine.tree().units]
        for unit in known:
            ask_for(person, engine.season, unit)
    engine.touch(*known)
    intake.remark = told_lapsed(engine, lapse_moved(engine, known))
    intake.save()
    return True


def marked(engine: Engine, folder: DeskFolder, intake: Intake, which: str) -> tuple[bytes, str] | None:
    """The marked copy of a faulty workbook (by its digest), and its name; None where there is none. Raises Unavailable, Unreadable, OSError."""
    one = next((one for one in intake.found.get("files", ()) if one["digest"] == which and one["is_faulty"]), None)
    if one is None or one["name"] in strange(engine, intake):
        return None
    return marked_copy(folder.kept(which), one["name"], one["unit"], annotations(one["said"])), f"{one['unit']}-{Path(one['name']).stem}.核对.xlsx"


def slip(folder: DeskFolder, intake: Intake, person: Person, which: str, passphrase: str) -> tuple[bytes, str]:
    """The signed receipt of a package that was taken in (by the digest of its file), made once, and its name. Raises NotTaken, Unavailable, OSError."""
    file = next((file for file in intake.files if file["digest"] == which), None)
    one = next((one for one in intake.found.get("packages", ()) if file is not None and one["name"] == file["name"]), None)
    if file is None or one is None or intake.state not in DONE or not one["is_taken"] or one["name"] in intake.found["held"]:
        raise NotTaken("这里没有采用过这个报送包")
    name = f"{Path(one['name']).stem}-回执-{intake.unit}.json"
    if "slip" not in one:
        package = file["name"], folder.kept(which)
        content, words = beside(receipt_for, package, intake.unit, person.name, passphrase)
        if not content:
            raise NotTaken(words)
        one["slip"] = folder.keep(content)
        with transaction.atomic():
            intake.save()
            record(person, "receipt", About(intake.season, one["unit"], one["kind"], digest=one["slip"], words=one["number"]))
    return folder.kept(one["slip"]), name


def _dropped(intake: Intake, *, overwrite: bool, by: str = "") -> Dropped:
    return Dropped(tuple((file["name"], file["digest"]) for file in intake.files), by or intake.person.name, overwrite)


def _note(intake: Intake, found: dict[str, Any], *, overwrite: bool) -> None:
    intake.found, intake.overwrite, intake.digest = found, overwrite, digest(found)
    intake.state = Arrived.LOOKED_AT if found["writes"] else Arrived.NOTHING


def _touched(engine: Engine, package: dict[str, Any]) -> list[tuple[str, str]]:
    """The units and the titles of tables that a package changes; a description of a unit that changes counts as any of its tables ("")."""
    tree = engine.tree()
    touched = [(unit_of_file(tree, engine.season, file) or "", title) for file, title in package["touched"]]
    return touched + [(unit_of_file(tree, engine.season, file) or "", "") for file in package["files"] if file.rpartition("/")[2] == UNIT_FILE]


def _locked(engine: Engine, touched: Iterable[tuple[str, str]]) -> str:
    by_unit: dict[str, set[str]] = {}
    for of, title in touched:
        by_unit.setdefault(of, set()).add(title)
    closed = [lock for of, titles in by_unit.items() if of for lock in locks(engine, of) if "" in titles or titles & {one.strip("《》") for one in lock.titles}]
    return told_locked(closed)


def _record(engine: Engine, intake: Intake, person: Person) -> list[str]:
    """Record what was taken in; gives the units whose data that has changed."""
    units: dict[str, None] = {}
    for one in intake.found["files"]:
        if one["is_taken"] and one["name"] not in intake.found["held"]:
            record(person, "taken", About(engine.season, one["unit"], digest=one["digest"], words=f"{one['name']}：{one['words']}"))
            units[one["unit"]] = None
    digests = {file["name"]: file["digest"] for file in intake.files}
    for one in intake.found["packages"]:
        if one["is_taken"] and one["name"] not in intake.found["held"]:
            record(person, "taken", About(engine.season, one["unit"], digest=digests.get(one["name"], ""), words=f"报送包 {one['name']}"))
            record(person, "package", About(engine.season, one["unit"], one["kind"], digest=one["visible"], words=one["number"]))
            units |= dict.fromkeys((one["unit"], *one["units"]))
    return list(units)
