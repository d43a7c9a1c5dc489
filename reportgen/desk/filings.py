"""Filing a signed document from the desk: under its number, bound to the version that was signed, recorded."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from reportgen.building.project import Project
from reportgen.desk.cases import case_of, lapse
from reportgen.desk.engine import Engine, Unavailable
from reportgen.desk.freezing import Asked, Frozen, freeze
from reportgen.desk.models import Case, Entry, Person
from reportgen.desk.stages import Stage
from reportgen.desk.standing import OPEN, has_moved
from reportgen.desk.trail import About, record
from reportgen.desk.trials import register_there
from reportgen.filing.register import Register
from reportgen.versions.filings import Filing
from reportgen.versions.history import open_history
from reportgen.versions.version import Key

FILEABLE = frozenset((Stage.SIGNED, Stage.RECEIVED, Stage.ACCEPTED))
"""A document is filed once it is signed: before, or after, the unit above has accepted it."""


class NotFiled(Exception):
    """A filing that wasn't begun: the words say why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks for: the turn and version that their page showed, the number as typed, why nevertheless, the passphrase of the unit's key."""

    turn: int
    version: int
    number: str
    why: str = ""
    passphrase: str = ""


def register_of(engine: Engine, unit: str) -> Register:
    """The register of a unit. Its data are read for it, of a city those of all counties: not in the server. Raises Unavailable."""
    found: Register = settings.DESK_INTAKES.do(register_there, engine.root, engine.season, unit)
    return found


def filings_of(project: Project, unit: str, kind: str) -> tuple[Filing, ...]:
    """The filings of a document, the last first."""
    with open_history(project.workspace.outputs) as history:
        return tuple(reversed([one for one in history.filings() if one.key == Key(project.name, unit, kind)]))


def file_signed(engine: Engine, person: Person, case: Case, wanted: Wanted) -> Frozen:
    """File the version that was signed. Raises NotFiled where it isn't that any more; Unavailable."""
    _, visible = engine.now(case.unit, case.kind)
    if case.stage not in FILEABLE:
        raise NotFiled("签发以后才能报送")
    if (case.turn, case.version) != (wanted.turn, wanted.version):
        raise NotFiled("您打开页面以后，这份公文又办理过，请看最新的情况")
    if has_moved(case, visible):
        if case.stage in OPEN:
            lapse(case)
        raise NotFiled("签发以后数据有变动，与签发的不一样，没有报送；请重新生成、提交、审核、签发")
    if not wanted.number.strip():
        raise NotFiled("请写明发文字号")
    asked = Asked(Key(case.season, case.unit, case.kind), wanted.number.strip(), person.name, wanted.why.strip(), case.visible)
    try:
        done: Frozen = settings.DESK_TRIALS.do(freeze, engine.root, asked, wanted.passphrase)
    except Unavailable as fault:
        raise Unavailable("报送用了太多的时间，已经中断；请过一会儿用原来的文号再报送一次，不会重复") from fault
    filing = done.filing
    if filing is not None:
        with transaction.atomic():
            now = case_of(case.season, case.unit, case.kind)
            if not Entry.objects.filter(action="filed", digest=filing.entry).exists():  # one that was broken off in between is recorded by the next try
                words = "；".join(filter(None, (filing.number, f"有问题仍要报送的理由：{filing.why}" if filing.why else "")))
                record(person, "filed", About(case.season, case.unit, case.kind, now.round, filing.version, filing.entry, words))
        engine.look(anew=True)
    return done
