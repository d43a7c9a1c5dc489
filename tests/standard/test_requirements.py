"""The records of the standard are whole, and each is one that lint judges by."""

import re
from pathlib import Path

import pytest

from reportgen.standard.requirements import PROFILE, STANDARD, Requirement
from reportgen.standard.signature import seal_blanks, signature_blanks

EVERY = pytest.mark.parametrize("record", STANDARD.values(), ids=list(STANDARD))
JUDGED = [record for record in STANDARD.values() if record.what]


def cited(root: Path) -> set[str]:
    """The records that lint names: those of an element's font and size by the element."""
    sources = "\n".join(path.read_text("utf-8") for room in ("lint", "standard") for path in (root / "reportgen" / room).rglob("*.py"))
    words = set(re.findall(r'"([a-z][a-z0-9.-]*)"', sources))
    parts = {f"{part}.{look}" for part in (*words, *(f"level-{level}" for level in range(1, 5))) for look in ("font", "size")}
    return words | parts


def test_lint_names_no_record_that_there_is_not(root: Path) -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (root / "reportgen/lint").rglob("*.py"))
    named = set(re.findall(r'(?:fault|judged|unchecked)\(\s*"([^"]+)"|STANDARD\["([^"]+)"\]', sources))
    assert len(named) > 100
    assert {id for pair in named for id in pair if id} <= STANDARD.keys()


def test_no_two_records_have_one_id() -> None:
    """YAML takes the last of two without a word."""
    ids = [
        id for path in PROFILE.glob("*.yaml") for id in re.findall(r"^    ([a-z][a-z0-9.-]*): ?(?:\{object|\{code|#|$)", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert len(ids) > 100
    assert sorted(ids) == sorted(record.id for record in STANDARD.values() if not record.id.endswith((".font", ".size")))


@EVERY
def test_lint_judges_by_it(record: Requirement, root: Path) -> None:
    assert record.id in cited(root)


@EVERY
def test_its_bounds_are_about_what_is_wanted_and_have_a_reason(record: Requirement) -> None:
    if isinstance(record.wanted, float):
        assert record.accepts(record.wanted)
        assert record.unit
    bounds = {record.least, record.most} - {None}
    assert not bounds - {record.wanted} or record.reason or record.code == "colophon-rules"


@pytest.mark.parametrize("record", JUDGED, ids=[record.id for record in JUDGED])
def test_a_fault_says_what_is_found_what_is_expected_and_what_to_do(record: Requirement) -> None:
    assert record.found and record.expected and record.help and record.name and record.object


@pytest.mark.parametrize(
    ("signature", "date", "plain", "sealed"),
    [
        ("静乐县人民政府办公室", "2023年4月18日", (2.0, 3.5), (2.25, 4.0)),
        ("某县政府", "2023年4月18日", (6.5, 2.0), (5.25, 4.0)),
        ("忻州市推进冬季清洁取暖工作领导小组办公室", "2023年4月8日", (2.0, 14.0), (0.0, 7.0)),
    ],
    ids=["the date is shorter", "the date is longer", "longer than the seal's place allows"],
)
def test_the_blanks_of_signature_and_date(signature: str, date: str, plain: tuple[float, float], sealed: tuple[float, float]) -> None:
    """7.3.5.2: the date begins two 字 right of 署名, which leaves two; 7.3.5.1: the date leaves four, 署名 is centred above it."""
    assert (signature_blanks(signature, date), seal_blanks(signature, date)) == (plain, sealed)
