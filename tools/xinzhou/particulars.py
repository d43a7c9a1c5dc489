"""Tables that only some units have, sample data: what they reward and punish, forms of users, repairs and insurance, materials, visits, experts, accounts."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from xinzhou import organisation, projects, zones
from xinzhou.amounts import generator, two_places
from xinzhou.choices import Area
from xinzhou.issues import AT_ACCEPTANCE
from xinzhou.outcome import results
from xinzhou.own import own
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet, Value

_AREA_OF_A_HOME = Decimal("0.0092")  # 万平方米
_RETENTION = Decimal("0.03")
_VISITS = 12


def coverage(unit: Unit) -> Sheet | None:
    """清洁取暖现状 of the units that have it: the town from the zones, the country so that the task finds room in it."""
    shares = own("现状", unit)
    zone = zones.zones(unit)
    if shares is None or zone is None:
        return None
    rows: list[Row] = []
    for area, percent in zip((Area.RURAL, Area.URBAN), shares, strict=True):
        task = sum(count for (_, at), count in unit.tasks.items() if at is area)
        if area is Area.RURAL:
            # What isn't clean yet is the task and those who burn clean coal, so that the share before the season tells the whole.
            whole = (task + unit.uncovered) * 100 // (100 - percent)
        else:
            whole = sum(int(str(row["total"])) for row in zone.rows)
        covered = whole * percent // 100 if area is Area.RURAL else min(whole * percent // 100, whole - task)
        rows.append({"area": area, "total": whole, "covered": covered, "floor_area": two_places(task * _AREA_OF_A_HOME)})
    return Sheet("coverage", tuple(rows), ("total", "covered", "floor_area"))


def safeguards(unit: Unit) -> Sheet | None:
    """维修和保险."""
    keys = ("kind", "name", "path", "amount", "payer", "keeper", "households", "terms")
    rows = _rows("维修", unit, keys)
    return Sheet("safeguards", tuple({**row, "amount": Decimal(str(row["amount"]))} for row in rows)) if rows else None


def incentives(unit: Unit) -> Sheet | None:
    """奖惩办法."""
    return _sheet("incentives", _rows("奖惩", unit, ("kind", "condition", "measure")))


def household_forms(unit: Unit) -> Sheet | None:
    """用户表单: 申请表 and 承诺书."""
    forms = own("表单", unit, {})
    return _sheet("household_forms", [{"form": form, "item": item} for form, items in forms.items() for item in items])


def material_checks(unit: Unit) -> Sheet | None:
    """进场检验."""
    return _sheet("material_checks", _rows("检验", unit, ("material", "used_in", "batches", "qualified", "method", "inspector", "handling")))


def expert_opinions(unit: Unit) -> Sheet | None:
    """专家意见."""
    return _sheet("expert_opinions", _rows("专家", unit, ("expert", "opinion", "response")))


def home_visits(unit: Unit) -> Sheet | None:
    """入户抽验: some of the households that were visited, each by a member of the acceptance team, on the day of its township's acceptance."""
    if not own("入户抽验", unit):
        return None
    members = [row for row in organisation.of_unit(unit).rows if row["body"] == "验收组" and row["role"] == "成员" and row["kind"] == "部门"]
    random = generator(unit.name, "visits")
    found = results(unit)
    rows: list[Row] = []
    for number in range(_VISITS):
        result = found[number % len(found)]
        member = members[int(random.random() * len(members))]
        failed = result.failed > 0 and number < len(found)
        rows.append(
            {
                "number": f"{unit.initials}-{result.finished_on:%m}{number + 1:03d}",
                "head": f"{'张王李赵刘陈'[int(random.random() * 6)]}某某",
                "township": result.township,
                "path": result.path,
                "visited_on": result.accepted_on,
                "inspector": f"{member['department']}{member['post']}",
                "accepted": "否" if failed else "是",
                "finding": f"{AT_ACCEPTANCE[result.path][0]}，整改后复验合格" if failed else None,
            }
        )
    return Sheet("home_visits", tuple(sorted(rows, key=lambda row: (str(row["visited_on"]), str(row["number"])))))


def final_accounts(unit: Unit) -> Sheet | None:
    """竣工决算 of the projects that are done."""
    given = own("决算", unit)
    sheet = projects.projects(unit)
    if given is None or sheet is None:
        return None
    thousandths, months = given
    rows: list[Row] = []
    for row in sheet.rows:
        done = row.get("finished_on")
        if not isinstance(done, date):
            continue
        approved = Decimal(str(row["investment"]))
        handed_over = min(done + timedelta(days=6), date(2023, 10, 27))
        account: dict[str, Value] = {
            "name": row["name"],
            "contract": two_places(approved * Decimal("0.98")),
            "approved": approved,
            "handed_over_on": handed_over,
        }
        if thousandths:
            settled = two_places(approved * thousandths / 1000)
            until = handed_over.replace(year=handed_over.year + months // 12)
            account |= {
                "settled": settled,
                "auditor": unit.treasury,
                "retention": two_places(settled * _RETENTION - Decimal("0.005")),
                "retention_until": until,
            }
        rows.append(account)
    return _sheet("final_accounts", rows)


def _rows(table: str, unit: Unit, keys: Iterable[str]) -> list[Row]:
    return [dict(zip(keys, row, strict=True)) for row in own(table, unit, [])]


def _sheet(key: str, rows: list[Row]) -> Sheet | None:
    return Sheet(key, tuple(rows)) if rows else None
