"""log: the versions of a document, with what caused each, what the policies said to it then, and whether it was filed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.diagnostics import Severity
from reportgen.versions.filings import Filing
from reportgen.versions.history import History
from reportgen.versions.version import Key, Version, is_earlier

Counts = Mapping[Severity, int]


@dataclass(frozen=True, slots=True)
class Logged:
    """A version in the log: the findings then, how many of them still stand (None: nobody can say), and its filing, if it was filed.

    `is_behind`: its time is before that of the version before it.
    """

    version: Version
    then: Counts
    standing: Counts | None
    filing: Filing | None
    is_behind: bool


def log(history: History, key: Key, now: Iterable[Mapping[str, Any]] | None) -> tuple[Logged, ...]:
    """The versions of a document, the first first; `now` are the findings of the data as they are, as `check --json` gives them.

    A finding still stands where its rule finds something now; `now` is None where nothing can be said of the data.
    """
    filings = {filing.version: filing for filing in history.filings() if filing.key == key}
    present = None if now is None else Counter(map(_rule, now))
    versions = history.versions(key)
    earlier = ("", *(version.time for version in versions))
    return tuple(
        Logged(version, _by_severity(then), None if present is None else _by_severity(then & present), filing, is_earlier(version.time, before))
        for version, before in zip(versions, earlier, strict=False)
        for filing, then in ((filings.get(version.number), Counter(map(_rule, version.findings))),)
    )


def counted(findings: Iterable[Mapping[str, Any]]) -> Counts:
    """How many findings there are of each severity."""
    return _by_severity(Counter(map(_rule, findings)))


def _rule(finding: Mapping[str, Any]) -> tuple[str, Severity]:
    return str(finding["rule"]), Severity(finding["severity"])


def _by_severity(rules: Counter[tuple[str, Severity]]) -> Counts:
    found: Counter[Severity] = Counter()
    for (_, severity), number in rules.items():
        found[severity] += number
    return found
