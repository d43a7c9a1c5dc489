"""log --verify against who puts the record back or takes from it; a clock that runs backwards; a package and a version out of the store."""

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reportgen.filing.export import export
from reportgen.filing.keys import config_folder, new_signer, open_signer
from reportgen.filing.receipt import make_receipt
from reportgen.filing.rollback import check_rollback
from reportgen.filing.verify import verify
from reportgen.versions.history import open_history
from tests.filing.conftest import KEY, PACKAGE, TIME, alter, make, send
from tests.filing.test_verify import quickly


def codes(root: Path) -> set[str]:
    with open_history(root / "outputs") as history:
        return {problem.code for problem in check_rollback(history, root / "outputs")} - {"history.unknowable"}


def emptied(root: Path) -> None:
    shutil.rmtree(root / "outputs/.reportgen")


def put_back(root: Path) -> None:
    connection = sqlite3.connect(root / "outputs/.reportgen/history.db", isolation_level=None)
    connection.execute("DELETE FROM filings")
    connection.close()


def altered(root: Path) -> None:
    (root / PACKAGE).write_bytes((root / PACKAGE).read_bytes()[:-1] + b"?")


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (emptied, "history.rolled-back"),
        (put_back, "history.rolled-back"),
        (altered, "history.package-altered"),
        (lambda root: (root / PACKAGE).unlink(), "history.package-gone"),
    ],
)
def test_what_was_put_back_or_taken_away_is_found(tamper: object, code: str, filed: Path) -> None:
    assert codes(filed) == set()
    tamper(filed)  # type: ignore[operator]
    assert code in codes(filed)


@pytest.mark.slow
def test_a_receipt_is_verified_with_its_package_and_knows_the_head_of_the_log(filed: Path) -> None:
    path, receipt, problems = make_receipt(filed / PACKAGE, None, open_signer(config_folder(), "示例市", str), "王某某", datetime.now(UTC))
    assert (path is not None and path.parent, problems) == ((filed / PACKAGE).parent, ())
    verified = verify(filed / PACKAGE)
    assert (verified.receipts, verified.problems) == ((receipt,), ())
    assert codes(filed) == set()
    (filed / PACKAGE).unlink()
    emptied(filed)
    assert codes(filed) == {"history.rolled-back"}
    assert path is not None
    path.write_text(path.read_text(encoding="utf-8").replace("王某某", "李某某"), encoding="utf-8")
    assert codes(filed)


@pytest.mark.parametrize("loss", [False, True], ids=["followed", "lost"])
def test_a_package_of_a_key_that_the_unit_had_before_is_its_own_still(loss: bool, filed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = Path(shutil.copytree(config_folder(), tmp_path / "config"))
    monkeypatch.setenv("REPORTGEN_CONFIG", str(config))
    new_signer(config, KEY.unit, None if loss else open_signer(config, KEY.unit, str), "")
    assert codes(filed) == set()
    assert ("package.other-key" in {code for code, _ in quickly(filed / PACKAGE)}) is loss


@pytest.mark.slow
def test_a_clock_that_is_behind_is_told_and_needs_a_reason(filed: Path) -> None:
    alter(filed, "单位.yaml", "甲清洁办发〔2023〕6号", "甲清洁办发〔2023〕7号")
    make(filed)
    refused = send(filed, "7", time=TIME.replace(year=2030))
    assert {problem.code for problem in refused.problems} == {"filing.clock"}
    accepted = send(filed, "7", why="上次的时钟不对", time=TIME.replace(year=2030))
    assert accepted.filing is not None and {problem.code for problem in accepted.against} == {"filing.clock"}
    assert codes(filed) == {"history.clock"}


def test_a_version_and_its_package_come_out_of_the_store_byte_for_byte(filed: Path, tmp_path: Path) -> None:
    page, package = ((filed / name).read_bytes() for name in ("outputs/2023/甲县/实施方案.html", PACKAGE))
    alter(filed, "单位.yaml", "李某某", "王某某")
    make(filed)
    with open_history(filed / "outputs") as history:
        exported = export(history, KEY, 1, "实施方案", tmp_path / "旧版")
        assert export(history, KEY, 9, "实施方案", tmp_path).problems != ()
    assert exported.problems == ()
    assert [path.read_bytes() for path in exported.files] == [page, package]
