"""What a change would do, as JSON: by unit what is newly said and what no longer, which documents say something else, when they are due then."""

from collections.abc import Iterable, Mapping
from typing import Any

from reportgen.desk.rehearsal import Situation
from reportgen.desk.told import told

_SHOWN = 30
"""So many new problems of a unit are kept with their places: whoever sees more than that has seen enough."""


def effects(before: Situation, after: Situation, units: Iterable[str], kinds: Mapping[str, str], files: Iterable[str]) -> dict[str, Any]:
    """The difference between how a season stands and how it would stand; `kinds` has the names by id, `files` are the paths of what is changed.

    `blocking` says why it isn't put into effect: a new error in one of the files, or a document that could be made and no more can.
    """
    old, new = _by_unit(before), _by_unit(after)
    places = frozenset(files)
    common = _less(new.get("", []), old.get("", []))
    own = [*common]
    found: list[dict[str, Any]] = []
    for unit in units:
        said, was = new.get(unit, []), old.get(unit, [])
        appeared, gone = _less(said, was), _less(was, said)
        own += (one for one in appeared if any(place["file"] in places for place in one["places"]))
        changed, broken = _documents(before, after, unit, kinds)
        due = _due(before, after, unit, kinds)
        if appeared or gone or changed or broken or due:
            found.append(
                {
                    "unit": unit,
                    "documents": changed,
                    "broken": list(broken.values()),
                    "new": appeared[:_SHOWN],
                    "more": max(0, len(appeared) - _SHOWN),
                    "gone": [one["message"] for one in gone],
                    "due": due,
                }
            )
    errors = [one["message"] for one in own if one["severity"] == "error" and not one["why"]]  # what a policy says to the data is no fault of the change
    broken_all = [f"{one['unit']}《{name}》不能生成了" for one in found for name in one["broken"]]
    notices = [
        {"number": one.number, "title": one.title, "days": [list(day) for day in one.days], "tasks": [list(task) for task in one.tasks]}
        for one in after.notices
        if one not in before.notices
    ]
    return {"units": found, "common": common[:_SHOWN], "blocking": [*dict.fromkeys(errors), *broken_all], "notices": notices}


def _by_unit(situation: Situation) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in told(situation.said):
        found.setdefault(one["unit"] or "", []).append(one)
    return found


def _less(these: list[dict[str, Any]], those: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of one list that another one hasn't."""
    known = {(one["severity"], one["message"]) for one in those}
    return [one for one in these if (one["severity"], one["message"]) not in known]


def _documents(before: Situation, after: Situation, unit: str, kinds: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Of a unit the kinds (names by id) of document that say something else, or are made or no longer made; and of those that can no more be made."""
    changed, broken = {}, {}
    for kind, name in kinds.items():
        was, now = before.visible.get((unit, kind)), after.visible.get((unit, kind))
        if was and now == "":
            broken[kind] = name
        elif was != now:
            changed[kind] = f"{name}（{'新增' if was is None else '不再报送'}）" if None in (was, now) else name
    return changed, broken


def _due(before: Situation, after: Situation, unit: str, kinds: Mapping[str, str]) -> list[dict[str, str]]:
    found = []
    for kind, name in kinds.items():
        was, now = before.due.get((unit, kind)), after.due.get((unit, kind))
        if was != now:
            found.append({"kind": name, "old": was.isoformat() if was else "没有时限", "new": now.isoformat() if now else "没有时限"})
    return found
