"""Whether the history is what was recorded: every object, every version, the chain of each document and of the filings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic, Place, error, warning
from reportgen.render.visible import visible
from reportgen.versions.database import FILE
from reportgen.versions.filings import Filing, breaks
from reportgen.versions.history import History
from reportgen.versions.objects import DamagedObject
from reportgen.versions.version import DamagedRecord, Key, Version, is_earlier

_PLACE = Place(f"outputs/{FILE}")
_RESTORE = "请从备份恢复 outputs/.reportgen 文件夹，再运行 reportgen log --verify；已经报送的，可以用 reportgen verify 核对报送包"


_FORMATS = {"html": "网页", "docx": " Word 文件", "pdf": " PDF 文件", "xlsx": " Excel 文件"}


@dataclass(frozen=True, slots=True)
class Integrity:
    """What was looked at: how many documents, versions, filings and objects; and what is wrong with them."""

    documents: int
    versions: int
    filings: int
    objects: int
    problems: tuple[Diagnostic, ...]


def check_integrity(history: History, kinds: Mapping[str, str], key: Key | None = None) -> Integrity:
    """Check the versions of one document, and all filings; with None all documents and all objects. `kinds` has the Chinese names by id."""
    checker = _Checker(history, lambda of: f"{of.unit}《{kinds.get(of.kind, of.kind)}》（{of.season}）")
    if not history.is_sound():
        checker.altered("数据库文件的结构已经损坏")
    keys = (key,) if key else history.keys()
    versions = {of: checker.versions(of) for of in keys}
    filings = checker.filings()
    if key is None:
        checker.strays()
    return Integrity(len(keys), sum(map(len, versions.values())), len(filings), len(checker.named), (*history.problems, *checker.problems))


class _Checker:
    """Collects what is wrong; `named` are the objects that something points to."""

    def __init__(self, history: History, name: Callable[[Key], str]) -> None:
        self.history, self._name = history, name
        self.problems: list[Diagnostic] = []
        self.named: set[str] = set()

    def versions(self, key: Key) -> list[Version]:
        """The versions of a document that can be read, each checked."""
        found: list[Version] = []
        previous = ""
        for count, (number, entry) in enumerate(self.history.entries(key), 1):
            what = f"{self._name(key)}第{number}版"
            content = self._object(entry, f"{what}的记录")
            version = _read(content, entry) if content else None
            if content and version is None:
                self.altered(f"{what}的记录不是一版的记录")
            if number != count:
                self.altered(f"{what}前面缺少版本，应当是第{count}版")
            if version is not None:
                if found and is_earlier(version.time, found[-1].time):
                    message = f"{what}的时间早于前一版：当时的时钟不对，或者倒退过"
                    self.problems.append(warning("history.clock", message, _PLACE, help="版本的先后以版本号为准"))
                found.append(version)
                self._version(version, key, int(number), previous, what)
            previous = entry
        head = self.history.head(key)
        if found and (head != (found[-1].number, found[-1].visible) or not self.history.has_state(key)):
            self.altered(f"{self._name(key)}的当前版本与最后一版（第{found[-1].number}版）的记录不一致")
        return found

    def _version(self, version: Version, key: Key, number: int, previous: str, what: str) -> None:
        if (version.key, version.number) != (key, number):
            self.altered(f"{what}的记录属于另一份公文或者另一版")
        if version.previous != previous:
            self.altered(f"{what}与前一版接不上：前面的记录被改动、删除或者调换过")
        html = self._object(version.html, f"{what}的正文")
        if html and visible(html.decode()) != version.visible:
            self.altered(f"{what}的正文与记录不一致")
        self._object(version.details, f"{what}的数据来源")
        for format in version.kept:
            if format in version.outputs:
                self._object(version.outputs[format].sha256, f"{what}的{_FORMATS.get(format, format)}")
            else:
                self.altered(f"{what}的记录中没有存档的 {format} 文件")

    def filings(self) -> tuple[Filing, ...]:
        """The filings that can be read, each checked, and their chain."""
        found = []
        for position, entry in self.history.filing_entries():
            content = self._object(entry, f"第{position}条报送记录")
            filing = _read_filing(content) if content else None
            if content and filing is None:
                self.altered(f"第{position}条报送记录的内容不是报送记录")
            if filing is not None:
                found.append(filing)
                self._filing(filing)
        for position in breaks(found):
            self.altered(f"报送记录在第{position}条接不上：这一条或者前面的记录被改动、删除或者调换过")
        return tuple(found)

    def _filing(self, filing: Filing) -> None:
        what = f"{self._name(filing.key)}以{filing.number}报送的"
        names = {**_FORMATS, "html": "正文", "manifest": "文件清单"}
        for name, digest in filing.frozen.items():
            self._object(digest, what + names.get(name, name))
        entries = dict(self.history.entries(filing.key))
        if entries.get(filing.version) != filing.sealed:
            self.altered(f"{what}第{filing.version}版，其记录已被改动或者删除")

    def _object(self, digest: str, what: str) -> bytes | None:
        self.named.add(digest)
        try:
            return self.history.objects.get(digest)
        except DamagedObject as fault:
            place = Place(f"{self.history.outputs.name}/{fault.path.relative_to(self.history.outputs).as_posix()}")
            state = "已经损坏或者被改动" if fault.path.exists() else "不见了"
            self.problems.append(error("history.object-damaged", f"{what}{state}", place, help=_RESTORE))
            return None

    def strays(self) -> None:
        """Objects that nothing points to: damaged ones; and records whose place in the database is empty, so that they were taken out of it."""
        for digest in self.history.objects.all():
            if digest in self.named:
                continue
            content = self._object(digest, "一个没有用到的存档文件")
            filing, version = (_read_filing(content), _read(content, digest)) if content else (None, None)
            if filing is not None and filing.position not in dict(self.history.filing_entries()):
                help_text = "刚才报送时中断的，用原来的文号再运行一次 reportgen file；否则请从备份恢复 outputs/.reportgen 文件夹"
                self.problems.append(error("history.removed", f"{self._name(filing.key)}以{filing.number}报送的记录不在报送记录中", _PLACE, help=help_text))
            elif version is not None and version.number not in dict(self.history.entries(version.key)):
                help_text = "刚才生成时中断的，再运行一次 reportgen build；否则请从备份恢复 outputs/.reportgen 文件夹"
                self.problems.append(error("history.removed", f"{self._name(version.key)}第{version.number}版不在版本记录中", _PLACE, help=help_text))

    def altered(self, message: str) -> None:
        """Notes that the database isn't what was recorded."""
        self.problems.append(error("history.altered", message, _PLACE, help=_RESTORE))


def _read(content: bytes, entry: str) -> Version | None:
    try:
        return Version.read(content, entry)
    except DamagedRecord:
        return None


def _read_filing(content: bytes) -> Filing | None:
    try:
        return Filing.read(content)
    except DamagedRecord:
        return None
