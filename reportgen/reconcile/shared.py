"""What several copies of a version say besides their changes: each once, and whose copies say it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from reportgen.reconcile.keys import KeyEdit
from reportgen.reconcile.merging import ReviewedCopy
from reportgen.reconcile.reconcile import Reconciled

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shared(Generic[T]):
    """Something that copies say, and their reviewers."""

    said: T
    reviewers: tuple[str, ...]


def shared(copies: Iterable[ReviewedCopy], of: Callable[[Reconciled], Iterable[T]]) -> tuple[Shared[T], ...]:
    """What `of` gives of each copy, in the order of the copies."""
    found: dict[T, dict[str, None]] = {}
    for copy in copies:
        for one in of(copy.found):
            found.setdefault(one, {})[copy.reviewer] = None
    return tuple(Shared(one, tuple(reviewers)) for one, reviewers in found.items())


def contradicting(keys: Sequence[Shared[KeyEdit]]) -> frozenset[KeyEdit]:
    """The changes of what comes from 单位.yaml by which reviewers want one thing otherwise."""
    wanted: Counter[tuple[str, str | None]] = Counter((one.said.part, one.said.old) for one in keys if one.said.old is not None)
    return frozenset(one.said for one in keys if wanted[one.said.part, one.said.old] > 1)
