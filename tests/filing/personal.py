"""Personal data seeded into every place of a county's inputs where words can stand, and the search for them in every byte of what a workspace gives."""

import csv
import io
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import openpyxl
import pypdfium2
import yaml
from openpyxl.comments import Comment

from reportgen.inputs.schema import CellType, Dataset
from reportgen.inputs.schema.programme import shipped

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS = ("4098119", "1397", "622848004", "号楼3单元")
"""What every seed has one of, and no masked one."""
HEADS = ("欧阳建国", "司马秀兰", "诸葛长命")


@dataclass
class Seeds:
    """Numbers of nobody, each given once: what must not be found again."""

    given: list[str] = field(default_factory=list)

    def identity(self) -> str:
        """An identity number with its check digit."""
        first = f"140981{1950 + len(self.given) % 50}0312{len(self.given) % 1000:03}"
        return self._give(first + "10X98765432"[sum(w * int(d) for w, d in zip(_WEIGHTS, first, strict=True)) % 11])

    def mobile(self) -> str:
        """A mobile number."""
        return self._give(f"139{71000000 + 7919 * len(self.given):08}")

    def card(self) -> str:
        """A bank card with its check digit."""
        first = f"622848004{len(self.given):09}"
        luhn = sum(sum(map(int, str(int(d) * (2 - at % 2)))) for at, d in enumerate(reversed(first)))
        return self._give(f"{first}{-luhn % 10}")

    def address(self) -> str:
        """The address of a flat."""
        return self._give(f"{len(self.given) + 11}号楼3单元{len(self.given) % 900 + 101}室")

    def lost(self) -> str:
        """What is left of an identity number that was typed as a number: its first 15 digits."""
        number = f"14098119{len(self.given) % 50 + 30}0726{len(self.given) % 10}"
        self._give(number[1:])  # a file has it as 1.40981194207262E+17
        return number

    def text(self) -> str:
        """Words with all of them."""
        return f"（身份证{self.identity()}、电话{self.mobile()}、卡号{self.card()}，住{self.address()}）"

    def _give(self, seed: str) -> str:
        assert seed not in self.given
        self.given.append(seed)
        return seed


def seed(folder: Path, seeds: Seeds) -> None:
    """Seed every text column of every table of a unit's folder, and 单位.yaml; the tables become workbooks, CSV and YAML in turn."""
    explained = f"规则,说明,有效期至,说明人\nCH-14-01,原因,2099-12-31,县能源局\nCH-14-03,按“三定”方案{seeds.text()},2099-12-31,县能源局\n"
    (folder / "情况说明.csv").write_text(explained, encoding="utf-8")  # told beside a finding, and where no rule is called so
    edits = csv.writer(open_ := io.StringIO())
    edits.writerows([("文种", "处理", "原文", "改为", "依据"), ("实施方案", "其后增加", "特此报告。", f"联系人{seeds.text()}", f"张某某{seeds.mobile()}")])
    edits.writerow(("实施方案", "删去", f"没有这一段{seeds.text()}", "", f"李某某{seeds.mobile()}"))
    (folder / "文字修改.csv").write_text(open_.getvalue(), encoding="utf-8")  # printed, and told where it can't be done
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    described = book.create_sheet("单位说明")
    for row in (("分类", "项目", "内容"), ("承载论证", "燃气", f"门站{seeds.text()}"), ("本单位", f"经办{seeds.text()}", seeds.mobile())):
        described.append(row)
    for number, (title, rows) in enumerate(sorted(_tables(folder).items())):
        dataset = shipped().by_title[title]
        seeded = _ledger(rows, seeds) if title == "用户台账" else [_seeded(dataset, rows[0], seeds), *rows[1:]]
        headings = list(dict.fromkeys(name for row in seeded for name in row))
        if number % 3 == 0 or title == "用户台账":
            sheet = book.create_sheet(title)
            for values in (headings, *([row.get(name) or None for name in headings] for row in seeded)):
                sheet.append(values)
        elif number % 3 == 1:
            text = io.StringIO()
            csv.writer(text).writerows([headings, *([row.get(name, "") for name in headings] for row in seeded)])
            (folder / f"{title}.csv").write_text(text.getvalue(), encoding="gb18030")
        else:
            (folder / f"{title}.yaml").write_text(f"# {seeds.text()}\n" + yaml.safe_dump(seeded, allow_unicode=True), encoding="utf-8")
    beside = book.create_sheet("走访情况")
    for row in (("户主", "手机", "情况"), ("司马秀兰", int(seeds.mobile()), seeds.text())):
        beside.append(row)
    beside["C1"].comment = Comment(seeds.text(), seeds.mobile())
    beside.oddHeader.center.text = seeds.text()
    book.properties.creator = seeds.text()
    book.save(folder / "填报表.xlsx")
    (folder / "花名册.csv").write_text(f"户主,身份证号\n诸葛长命,{seeds.identity()}\n", encoding="utf-8")
    file = folder / "单位.yaml"
    text = file.read_text(encoding="utf-8")
    for line, new in (
        ("联系人: 李某某", f"联系人: 李某某{seeds.text()}"),
        ('联系电话: "0000-0000000"', f"联系电话: {seeds.mobile()}"),
        ("调度责任人: 县清洁取暖办副主任", f"调度责任人: 县清洁取暖办副主任{seeds.text()}  # {seeds.text()}"),
        ("电网: 配套", f"电网: {seeds.text()}配套"),
        ("牵头部门: 县财政局", f"牵头部门: 县财政局{seeds.text()}"),
    ):
        assert line in text
        text = text.replace(line, new)
    file.write_text(text, encoding="utf-8")


def _tables(folder: Path) -> dict[str, list[dict[str, object]]]:
    """The rows of the tables of a folder, which are then gone."""
    found: dict[str, list[dict[str, object]]] = {}
    for path in sorted(folder.glob("*.*")):
        if path.stem not in shipped().by_title:
            continue
        text = path.read_text(encoding="utf-8")
        rows = yaml.safe_load(text) if path.suffix == ".yaml" else list(csv.DictReader(io.StringIO(text)))
        found[path.stem] = rows if isinstance(rows, list) else rows.get("数据") or rows["rows"]
        path.unlink()
    return found


def _seeded(dataset: Dataset, row: dict[str, object], seeds: Seeds) -> dict[str, object]:
    words = [known for known in dataset.fields() if known.type in (CellType.TEXT, CellType.IDENTIFIER)]
    return {**row, **{known.column.title: f"{row.get(known.column.title) or known.column.example}{seeds.text()}" for known in words}}


def _ledger(rows: list[dict[str, object]], seeds: Seeds) -> list[dict[str, object]]:
    """The ledger with households in full: their columns hold what they are for, and once numbers typed as such."""
    own = [
        {**rows[0], "户主": head, "身份证号": seeds.identity(), "联系电话": seeds.mobile(), "住址": f"东乡一村{seeds.address()}", "银行卡号": seeds.card()}
        for head in HEADS
    ]
    typed = {**rows[0], "户主": HEADS[0], "身份证号": int(f"{seeds.lost()}000"), "联系电话": int(seeds.mobile())}
    return [*rows, *own, typed, _seeded(shipped().by_key["households"], rows[1], seeds)]


def unpacked(where: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """All bytes of a file, and of all that is packed in it, however deep."""
    yield where, data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield f"{where}!{entry.filename}", entry.filename.encode()
                yield from unpacked(f"{where}!{entry.filename}", archive.read(entry))
    elif data.startswith(b"%PDF"):
        yield from _pdf(where, data)
    elif data.startswith(b"SQLite format 3"):
        yield from _database(where, data)
    elif data[:32] == sha256(data[32:]).digest():  # an entry of a store
        yield from unpacked(f"{where}!stored", data[32:])
    else:
        with_zlib = _inflated(data)
        if with_zlib is not None:
            yield from unpacked(f"{where}!zlib", with_zlib)


def _pdf(where: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    for number, stream in enumerate(re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)):
        yield f"{where}!stream{number}", _inflated(stream) or stream
    document = pypdfium2.PdfDocument(data)
    for page in document:
        yield f"{where}!text", page.get_textpage().get_text_bounded().encode()
    for number in range(document.count_attachments()):
        attached = document.get_attachment(number)
        yield from unpacked(f"{where}!{attached.get_name()}", bytes(attached.get_data()))


def _database(where: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data[:18] + b"\1\1" + data[20:])  # as if it had no journal beside it, which is searched by itself
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            for value in row:
                yield from unpacked(f"{where}!{table}", value if isinstance(value, bytes) else str(value).encode())
    connection.close()


def _inflated(data: bytes) -> bytes | None:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return None


def seen_in(files: Iterator[tuple[str, bytes]], seeds: Seeds) -> list[str]:
    """Which seeds, or names of heads, stand where: in any of the encodings in which text is kept."""
    wanted = [(word, _forms(word)) for word in (*seeds.given, *HEADS)]
    signs = frozenset().union(*map(_forms, (*_SIGNS, *HEADS)))
    suspicious = ((where, data) for where, data in files if any(sign in data for sign in signs))
    return [f"{where}: {word}" for where, data in suspicious for word, forms in wanted if any(form in data for form in forms)]


def _forms(word: str) -> frozenset[bytes]:
    return frozenset((*(word.encode(code) for code in ("utf-8", "utf-16-le", "gb18030")), word.encode("ascii", "xmlcharrefreplace")))
