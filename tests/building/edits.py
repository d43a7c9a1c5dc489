"""Random edits of a workspace: what officers, editors and accidents do to its files."""

import os
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import yaml
from openpyxl import load_workbook

from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.unit import read_unit
from reportgen.policy import load_policies
from reportgen.start.notice import notice_workbook
from reportgen.workbook.book import blank_book
from reportgen.workbook.description import Filled, description_sheets
from reportgen.workspace import Workspace
from tests.sheeted import filled_of

SEASON, EARLIER = "2023", "2022"
POLICY = """
id: own
document: {{title: 办法, issuer: 示例市清洁取暖办, date: "2023-01-01"}}
rules:
  - id: OWN-1
    severity: {severity}
    assert: tasks.total < {number}
    title: 任务要少
    clause: 一
    quote: 任务要少
    kinds: [plan]
    levels: [县]
    message: 任务太多
"""


@dataclass(frozen=True)
class Edits:
    """Edits of one workspace, each drawn by `random` and told in words."""

    root: Path
    packaged: Path
    random: random.Random

    def any(self) -> str:
        """One edit; what it was."""
        edit: Callable[[], str] = self.random.choice(
            [
                *[self.cell] * 6,
                *[self.unit] * 3,
                *[self.words, self.sheet],
                *[self.file_gone, self.file_renamed, self.file_copied, self.file_touched, self.same_size_and_time] * 2,
                *[self.file_cut, self.second_copy, self.mended, self.mended],
                *[self.county_new, self.county_gone, self.unit_broken, self.evidence, self.lock_file],
                *[self.template, self.template, self.template_gone, self.kinds, self.policy, self.notice, self.settings, self.style],
                *[self.output_edited, self.output_edited, self.output_gone, self.folder_gone, self.memory_damaged, self.store_damaged],
                *[self.earlier] * (12 if (self.root / "inputs" / EARLIER).is_dir() else 0),
            ]
        )
        return edit()

    @property
    def _inputs(self) -> Path:
        return self.root / "inputs" / SEASON

    def _some(self, pattern: str, folder: Path | None = None) -> Path | None:
        found = sorted(path for path in (folder or self._inputs).glob(pattern) if path.is_file())
        return self.random.choice(found) if found else None

    def _name(self, path: Path | None) -> str:
        return path.relative_to(self.root).as_posix() if path else "nothing there"

    def cell(self) -> str:
        """One digit of one row of a table becomes another."""
        path = self._some("*/*.csv")
        if path is None:
            return "no table"
        lines = path.read_text(encoding="utf-8").split("\n")
        rows = [number for number, line in enumerate(lines) if number and any(character.isdecimal() for character in line)]
        if not rows:
            return f"no number in {self._name(path)}"
        row = self.random.choice(rows)
        at = self.random.choice([position for position, character in enumerate(lines[row]) if character.isdecimal()])
        lines[row] = f"{lines[row][:at]}{self.random.randint(0, 9)}{lines[row][at + 1 :]}"
        path.write_text("\n".join(lines), encoding="utf-8")
        return f"a cell of {self._name(path)}"

    def earlier(self) -> str:
        """Something of the season before, of which documents speak."""
        folder = self.root / "inputs" / EARLIER
        table, unit = self._some("*/*.csv", folder), self._some("*/单位.yaml", folder)
        match self.random.randrange(8):
            case 0 if table is not None:
                table.write_bytes(self.random.choice([b"", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)]))
            case 1 if table is not None:
                table.unlink()
            case 2 if unit is not None:
                unit.write_text("名称: [", encoding="utf-8")
            case 3 if unit is not None:
                shutil.rmtree(unit.parent)
            case 4:
                for known in (self.root / "inputs" / SEASON).iterdir():
                    if known.is_dir() and not (folder / known.name).exists():
                        shutil.copytree(known, folder / known.name, symlinks=True)
            case _ if table is not None:
                digit = self.random.randint(1, 9)
                table.write_text(re.sub(r"\d(?=\d*\n)", str(digit), table.read_text(encoding="utf-8", errors="replace"), count=1), encoding="utf-8")
        return f"something of {EARLIER}"

    def unit(self) -> str:
        """A value of a 单位.yaml, which may be one that units below take over."""
        path = self._some("*/单位.yaml")
        if path is None:
            return "no unit"
        try:
            value = yaml.safe_load(path.read_text(encoding="utf-8"))
        except yaml.YAMLError:
            return "a unit that can't be read"
        number = self.random.randint(1, 28)
        match self.random.randrange(5):
            case 0:
                value["联系电话"] = f"0000-00000{number:02}"
            case 1:
                value["签发人"] = self.random.choice(["张某某", "王某某", "赵某某"])
            case 2:
                value["时限"] = {"验收开始": f"2023-10-{number:02}"}
            case 3:
                value["序号"] = number
            case _:
                value["文种"] = self.random.choice([[], ["实施方案"], ["实施方案", "采暖季工作总结"]])
        path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return f"{self._name(path)} anew"

    def words(self) -> str:
        """A sentence that a leader wrote otherwise."""
        unit = self._some("*/单位.yaml")
        if unit is None:
            return "no unit"
        old, new = self.random.choice((("特此报告。", "专此报告。"), ("专此报告。", "特此报告。"), ("没有这一句。", "有了。")))
        row = {
            "文种": self.random.choice(("实施方案", "验收报告", "没有的文种")),
            "处理": self.random.choice(("改为", "其后增加", "删去")),
            "原文": old,
            "改为": new,
        }
        (unit.parent / "文字修改.yaml").write_text(yaml.safe_dump([row], allow_unicode=True), encoding="utf-8")
        return f"words of {self._name(unit)}"

    def sheet(self) -> str:
        """What a unit is stands in a workbook, besides its 单位.yaml or in its place."""
        path = self._some("*/单位.yaml")
        if path is None:
            return "no unit"
        unit, _ = read_unit(path.read_text(encoding="utf-8"), "单位.yaml")
        if unit is None:
            return "a unit that can't be read"
        filled = filled_of(unit)
        values = {**filled.values, "schedule.work_end": date(2023, 10, self.random.randint(1, 28)), "phone": f"0000-00000{self.random.randint(10, 99)}"}
        if self.random.random() < 0.5:
            path.unlink()
        else:
            values = {"schedule.work_end": values["schedule.work_end"]}
        book = blank_book()
        for sheet in description_sheets(shipped(), "", Filled(values, filled.filings)):
            book.add_sheet(sheet)
        (path.parent / "说明.xlsx").write_bytes(book.save())
        return f"{self._name(path)} as a sheet"

    def file_gone(self) -> str:
        path = self._some("*/*.csv")
        if path:
            path.unlink()
        return f"{self._name(path)} deleted"

    def file_renamed(self) -> str:
        path = self._some("*/*.csv")
        if path:
            path.rename(path.with_name(self.random.choice(["备份.csv", "资金.csv", "验收.csv", ".hidden.csv"])))
        return f"{self._name(path)} renamed"

    def file_copied(self) -> str:
        path, other = self._some("*/*.csv"), self._some("*/*.csv")
        if path and other and path != other:
            shutil.copy2(path, other)
        return f"{self._name(path)} copied over {self._name(other)}"

    def file_cut(self) -> str:
        """A file that can't be read: half written, or of another kind."""
        path = self._some("*/*.csv")
        if path:
            name = self.random.choice([path.name, "填报表.xlsx", "填报表.xls"])
            path.with_name(name).write_bytes(self.random.choice([b"", b"PK\x03\x04"]))
        return f"a file that can't be read beside {self._name(path)}, or in its place"

    def second_copy(self) -> str:
        """A copy, which says the same or something else."""
        path = self._some("*/*.csv", self._inputs)
        if path:
            content = path.read_bytes()
            path.with_name(f"{path.stem} - 副本.csv").write_bytes(content.replace(b"1", b"2", 1) if self.random.random() < 0.5 else content)
        return f"{self._name(path)} copied in its folder"

    def mended(self) -> str:
        """What could not be decided can be again."""
        for path in [
            *self._inputs.glob("*/*副本*"),
            *self._inputs.glob("*/填报表.xls*"),
            *(file for file in self._inputs.glob("*/*.csv") if not file.stat().st_size),
        ]:
            path.unlink()
        return "copies and files that can't be read taken away"

    def file_touched(self) -> str:
        path = self._some("*/*")
        if path:
            path.touch()
        return f"{self._name(path)} touched"

    def same_size_and_time(self) -> str:
        """Another content of the same size, and the time set back to what it was."""
        path = self._some("*/*.csv")
        if path is None:
            return "no table"
        status, content = path.stat(), bytearray(path.read_bytes())
        digits = [position for position, byte in enumerate(content) if chr(byte).isdigit()]
        if digits:
            content[self.random.choice(digits)] = ord(self.random.choice("123456789"))
        path.write_bytes(content)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        return f"{self._name(path)} in place, with its old time"

    def county_new(self) -> str:
        source = self._inputs / "乙县"
        if not source.is_dir():
            return "no county to copy"
        number = self.random.randint(1, 3)
        target = self._inputs / f"新{number}县"
        if target.exists():
            return "that county is there"
        shutil.copytree(source, target)
        unit = target / "单位.yaml"
        if unit.is_file():
            text = unit.read_text(encoding="utf-8")
            unit.write_text(text.replace("乙县", target.name).replace("990902", f"99091{number}"), encoding="utf-8")
        return f"{target.name} added"

    def county_gone(self) -> str:
        folder = self._inputs / self.random.choice(["新1县", "新2县", "新3县", "乙县"])
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(self.root / "outputs" / SEASON / folder.name, ignore_errors=True)  # else its documents would be waited for
        return f"{folder.name} removed"

    def unit_broken(self) -> str:
        path = self._inputs / self.random.choice(["新1县", "新2县", "乙县"]) / "单位.yaml"
        if path.is_file():
            path.write_text("名称: [", encoding="utf-8")
        return f"{self._name(path)} broken"

    def evidence(self) -> str:
        folder = self._inputs / "甲县/佐证材料/任务"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"材料{self.random.randint(1, 2)}.txt"
        if path.exists():
            path.unlink()
        else:
            path.write_text("材料", encoding="utf-8")
        return f"{self._name(path)} put there or taken away"

    def lock_file(self) -> str:
        path = self._inputs / "甲县/~$改造任务.csv"
        if path.exists():
            path.unlink()
        else:
            path.write_bytes(b"\0")
        return "a lock of Office came or went"

    def template(self) -> str:
        """A template of the workspace's own, changed where it is there: sometimes so that it fails."""
        name = self.random.choice(["html/plan-county.html", "html/summary-county.html", "html/base.html", "html/tables.html"])
        path = self.root / "templates" / name
        source = path if path.is_file() else self.packaged / name
        if not source.is_file():
            return "no such template"
        path.parent.mkdir(parents=True, exist_ok=True)
        before, after = self.random.choice([("领导小组", "领导小组（县）"), ("冬季", "今冬"), ("{{", "{{ none_such "), ("</p>", "。</p>")])
        path.write_text(source.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
        return f"{name}: {before} -> {after}"

    def template_gone(self) -> str:
        path = self._some("html/*", self.root / "templates")
        if path:
            path.unlink()
        return f"{self._name(path)} deleted"

    def kinds(self) -> str:
        path = self.root / "templates/kinds.yaml"
        if path.is_file() and self.random.random() < 0.5:
            path.unlink()
            return "kinds.yaml of the workspace's own deleted"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (self.packaged / "kinds.yaml").read_text(encoding="utf-8")
        path.write_text(text.replace("工作总结", self.random.choice(["工作总结", "工作小结"])), encoding="utf-8")
        return "kinds.yaml of the workspace's own"

    def policy(self) -> str:
        path = self.root / "inputs/policies/own.yaml"
        if path.is_file() and self.random.random() < 0.3:
            path.unlink()
            return "a policy of the workspace's own deleted"
        path.parent.mkdir(exist_ok=True)
        severity, number = self.random.choice(["error", "warning"]), self.random.choice([1, 10**6])
        path.write_text(POLICY.format(severity=severity, number=number), encoding="utf-8")
        return f"a policy: {severity}, {number}"

    def notice(self) -> str:
        path = self._inputs / "年度通知.xlsx"
        if path.is_file() and self.random.random() < 0.3:
            path.unlink()
            return "the season's notice deleted"
        day = self.random.choice([date(2023, 4, 10), date(2023, 4, 30), "四月"])
        book = load_workbook(BytesIO(notice_workbook(load_policies(Workspace(self.root / "none"))[0], SEASON, shipped())))
        for column, value in enumerate(("方案", "示清洁办发〔2023〕3号", "示例市", date(2023, 4, 1)), 1):
            book["基本信息"].cell(4, column, value)
        book["时限"]["B5"] = day
        book.save(path)
        return f"the season's notice: {day}"

    def settings(self) -> str:
        fonts = self.random.choice(["", '[fonts]\nkai = ["FandolFang"]\n', '[fonts]\nbody = ["FandolKai"]\n'])
        (self.root / "reportgen.toml").write_text(f"season = 2023\n{fonts}", encoding="utf-8")
        return f"reportgen.toml: {fonts!r}"

    def style(self) -> str:
        path = self.root / "templates/html/preview.css"
        if path.is_file():
            path.unlink()
            return "preview.css of the workspace's own deleted"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((self.packaged / "html/preview.css").read_text(encoding="utf-8") + "\nbody { color: #111 }\n", encoding="utf-8")
        return "preview.css of the workspace's own"

    def _output(self) -> Path | None:
        return self._some("*/*.*", self.root / "outputs" / SEASON)

    def output_edited(self) -> str:
        path = self._output()
        if path:
            path.write_bytes(path.read_bytes() + b" edited")
        return f"{self._name(path)} edited by hand"

    def output_gone(self) -> str:
        path = self._output()
        if path:
            path.unlink()
        return f"{self._name(path)} deleted"

    def folder_gone(self) -> str:
        path = self._output()
        if path:
            shutil.rmtree(path.parent)
        return f"the folder of {self._name(path)} deleted"

    def memory_damaged(self) -> str:
        path = self.root / "outputs/.reportgen/build.json"
        if path.is_file():
            content = path.read_bytes()
            path.write_bytes(self.random.choice([b"", b"{}", content[: len(content) // 2]]))
        return "the memory of the last build damaged"

    def store_damaged(self) -> str:
        path = self._some("*/*", self.root / "outputs/.reportgen/store")
        if path:
            path.write_bytes(path.read_bytes()[: self.random.randint(0, 50)])
        return f"{self._name(path)} damaged"
