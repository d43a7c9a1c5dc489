"""报送说明.txt: what a package is, in words for who opens it. It follows from the filing and the manifest alone, so that it can be made again."""

from reportgen.filing.keys import fingerprint
from reportgen.filing.manifest import Manifest
from reportgen.filing.names import DATA, DOCUMENTS, EDITED, LOG, MANIFEST, REPORTS, RULES, SEALED
from reportgen.versions.filings import Filing


def note_content(filing: Filing, manifest: Manifest, before: int) -> bytes:
    """The note as it stands in a package; `before` is how often the document was filed under its number before."""
    return "\r\n".join((*_heading(filing, manifest, before), *_contents(filing, manifest), "")).encode("utf-8-sig")


def facts(filing: Filing, manifest: Manifest, before: int) -> tuple[str, ...]:
    """The lines that say what was filed, by whom, with what against it and why nevertheless: they are the same in all versions of the program."""
    return tuple(line for line in _heading(filing, manifest, before) if is_fact(line, manifest))


def is_fact(line: str, manifest: Manifest) -> bool:
    """Whether a line of a note is one of these."""
    return line.partition("：")[0] in (*_FACTS, manifest.season_name)


_FACTS = ("报送包", "发文机关", "发文字号", "报送时间", "报送人", "签名公钥的指纹", "理由", "问题")
"""What such lines begin with, before the colon; and that of the season."""


def _heading(filing: Filing, manifest: Manifest, before: int) -> list[str]:
    lines = [
        f"报送包：{filing.key.unit}《{manifest.kind}》",
        "",
        f"发文机关：{manifest.authority}",
        f"发文字号：{filing.number}",
        manifest.season,
        *([f"第{before + 1}次报送，以这一次为准"] if before else []),
        f"报送时间：{filing.time}",
        f"报送人：{filing.by}",
        f"签名公钥的指纹：{fingerprint(filing.signer)}",
    ]
    if manifest.against:
        reasons = (f"理由：{filing.why}", *(f"问题：{text}" for text in manifest.against))
        lines += ["", "【注意】报送时存在下列问题，报送人说明理由后仍然报送。", *reasons]
    if not manifest.repeats:
        lines += ["", f"【注意】报送时填报数据已有变化，用“{DATA}”文件夹中的数据不能重新生成这份公文。"]
    return lines


def _contents(filing: Filing, manifest: Manifest) -> list[str]:
    folders = {name.partition("/")[0] for name in manifest.files}
    reports = dict.fromkeys(name.removeprefix(f"{REPORTS}/").rpartition(".")[0] for name in sorted(manifest.reports.values()))
    masked = "　　　其中有个人信息的填报表是遮盖后的副本，原件留在报送单位；清单中列有这些文件和核对原件用的摘要"
    sealed = f"{SEALED}/　盖章（签名）后的 PDF，或者盖章纸质件的扫描件；印章、签名、证书是否有效，请用阅读器查验"
    return [
        "",
        "包内文件：",
        f"{DOCUMENTS}/　公文的 Word 和 PDF 文件；PDF 为 PDF/A-3u 存档格式，内嵌本单位的填报数据",
        f"{REPORTS}/　{'、'.join(reports)}",
        f"{DATA}/　填报数据、佐证材料、模板和设置，可以用来重新生成公文",
        *([masked] if manifest.masked else []),
        f"{RULES}/　核查所用的政策文件和规则",
        *([sealed] if SEALED in folders else []),
        *([f"{EDITED}/　生成后被人修改过的文件，不是程序生成的"] if EDITED in folders else []),
        f"{MANIFEST}　全部文件的 SHA-256，程序和字体的版本",
        f"{LOG}　报送记录，每一条都含有前一条的 SHA-256 和报送单位的签名",
        "",
        f"核对办法：reportgen verify 报送包.zip。第一次收到{filing.key.unit}的报送包，请与该单位电话核对上面的指纹",
    ]
