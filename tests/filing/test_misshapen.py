"""The papers of a package, an archive and a receipt with values that nobody writes: each is refused in words, and no line of the program's is made up."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from reportgen.console.filing import print_verified
from reportgen.diagnostics import Unreadable
from reportgen.filing.keys import Signer, config_folder, key_path, open_signer
from reportgen.filing.known import FILE, known_keys
from reportgen.filing.names import LOG, MANIFEST
from reportgen.filing.receipt import check_receipt, make_receipt
from reportgen.filing.verify import verify
from reportgen.versions.filings import Filing
from tests.filing.conftest import PACKAGE, TIME
from tests.filing.forging import contents, forge, write
from tests.filing.test_verify import quickly

HALF, ENDLESS, DEEP = "\ud800", float("inf"), b"[" * 100_000


def dumped(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda manifest, entry: ({**manifest, "kind_name": HALF}, entry), id="half a character"),
        pytest.param(lambda manifest, entry: ({**manifest, "authority": HALF}, entry), id="half a character in a name"),
        pytest.param(lambda manifest, entry: ({**manifest, "against": [HALF]}, entry), id="half a character in a list"),
        pytest.param(lambda manifest, entry: (manifest, {**entry, "season": "二〇二三"}), id="no year"),
        pytest.param(lambda manifest, entry: (manifest, {**entry, "version": ENDLESS}), id="an endless number"),
    ],
)
def test_papers_of_a_package_with_values_that_nobody_writes(change: Callable[[Any, Any], tuple[Any, Any]], once: Path, tmp_path: Path) -> None:
    files = contents(once / PACKAGE)
    manifest, entry = change(json.loads(files[MANIFEST]), json.loads(files[LOG])[-1])
    files[MANIFEST] = dumped(manifest)
    entry["frozen"] = {**entry["frozen"], "manifest": hashlib.sha256(files[MANIFEST]).hexdigest()}
    assert [code for code, _ in quickly(write(tmp_path / "package.zip", {**files, LOG: dumped([entry])}))] == ["package.unusable"]


@pytest.mark.parametrize("change", [{"by": HALF}, {"receiver": "\udc80"}, {"position": ENDLESS}, {"vouchers": 1}])
@pytest.mark.parametrize("writing", [dumped, lambda value: json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "surrogatepass")])
def test_a_receipt_with_values_that_nobody_writes(change: Mapping[str, object], writing: Callable[[object], bytes], once: Path, tmp_path: Path) -> None:
    path, _, _ = make_receipt(once / PACKAGE, tmp_path / "回执.json", open_signer(config_folder(), "示例市", str), "王某某", TIME)
    assert path is not None
    path.write_bytes(writing({**json.loads(path.read_bytes()), **change}))
    receipt, problems = check_receipt(path, Filing.read(json.dumps(json.loads(contents(once / PACKAGE)[LOG])[-1]).encode()), config_folder())
    assert (receipt, [problem.code for problem in problems]) == (None, ["receipt.unusable"])


def test_keys_that_are_nested_without_end_are_damaged(tmp_path: Path) -> None:
    key_path(tmp_path, "甲县").parent.mkdir()
    key_path(tmp_path, "甲县").write_bytes(DEEP)
    (tmp_path / FILE).write_bytes(DEEP)
    for use in (lambda: open_signer(tmp_path, "甲县", str), lambda: known_keys(tmp_path, "甲县")):
        with pytest.raises(Unreadable) as fault:
            use()
        assert fault.value.code == "damaged"


@pytest.mark.slow
def test_no_line_of_the_program_is_made_up_by_who_files(once: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    praise = "报送包核对通过"

    def own(unit: str) -> Signer:
        return open_signer(config_folder(), unit, str)

    for entry in ({"by": f"李某某\n{praise}"}, {"why": f"无\r{praise}\x1b[1A"}, {"number": f"1号\u2028{praise}"}):
        print_verified(verify(forge(once / PACKAGE, tmp_path / "package.zip", {}, entry=entry, by=own)))
        output, errors = capsys.readouterr()
        lines = f"{output}{errors}".splitlines()
        assert lines and not any(line.startswith(praise) for line in lines) and "\x1b[1A" not in output
