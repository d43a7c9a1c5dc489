"""归档说明.txt: what an archive holds, in words for who opens it, with the SHA-256 of each file."""

from collections.abc import Iterator, Mapping

from reportgen.filing.keys import fingerprint
from reportgen.filing.manifest import Manifest
from reportgen.filing.names import DATA, FILED, FINAL, LISTING, METADATA, PROCESSING, RECEIPTS, SEALED
from reportgen.filing.package import Content, digest
from reportgen.versions.filings import Filing


def archive_note(filing: Filing, manifest: Manifest, files: Mapping[str, Content], hidden: tuple[str, ...]) -> bytes:
    """The note of the archive of a filing; `hidden` are the tables whose rows the fixed layout leaves to the data files."""
    return "\r\n".join((*_heading(filing, manifest), *_contents(files, hidden), *_listed(files), "")).encode("utf-8-sig")


def _heading(filing: Filing, manifest: Manifest) -> Iterator[str]:
    yield f"归档包：{filing.key.unit}《{manifest.kind}》"
    yield ""
    yield f"发文机关：{manifest.authority or '旧版本软件报送的，没有记录'}"
    yield f"发文字号：{filing.number}"
    yield manifest.season
    yield f"报送：{filing.time}，{filing.by}"
    if filing.signer:
        yield f"报送时签名公钥的指纹：{fingerprint(filing.signer)}"
    if not manifest.repeats:
        yield "【注意】报送时填报数据已有变化，公文不是用包内的数据生成的。"
    yield ""


def _contents(files: Mapping[str, Content], hidden: tuple[str, ...]) -> Iterator[str]:
    has_original = any(name.startswith(f"{SEALED}/") for name in files)
    yield "包内文件："
    if has_original:
        yield f"{SEALED}/　报送时封存的正本：盖章（签名）后的 PDF，或者盖章纸质件的扫描件"
    else:
        yield f"（没有{SEALED}：报送时没有盖章的文件或者扫描件，只有定稿）"
    yield f"{FINAL}/　报送的公文，Word 和 PDF"
    yield f"{PROCESSING}/　办理过程只填写有记录的，其余留空，由经办人填写"
    yield f"{METADATA}　电子公文核心元数据（GB/T 33480-2016 第4章的18个元素）；没有值的写明原因"
    yield f"{DATA}/　填报数据：原来的文件（有个人信息的是遮盖后的副本），程序读到的内容的 XML 和 PDF"
    if hidden:
        yield f"　　　行数太多、没有列入 PDF 的数据表：{'、'.join(hidden)}"
    if any(name.startswith(f"{RECEIPTS}/") for name in files):
        yield f"{RECEIPTS}/　收文单位的回执"
    yield f"{FILED}/　原样的报送包，其中有报送记录和可以重新生成公文的全部数据"
    yield f"{LISTING}　全部文件的 SHA-256，由归档单位签名"
    yield "以上 PDF 归档时都按 PDF/A-3u 核对过" + ("；正本是制章、扫描时的格式，不符合的归档时有提示" if has_original else "")
    yield ""
    yield "核对办法：reportgen verify 归档包.zip，或者解开后的文件夹"
    yield ""


def _listed(files: Mapping[str, Content]) -> Iterator[str]:
    yield "目录（字节数、SHA-256）："
    for number, name in enumerate(sorted(files), 1):
        content = files[name]
        yield f"{number}. {name}　{sum(map(len, content()))}　{digest(content)}"
