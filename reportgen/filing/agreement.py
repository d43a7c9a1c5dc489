"""Whether what a package says in several places is one and the same: the log, the manifest, the note, the catalogue, and what the document prints."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reportgen.building.signature import PROGRAM, software
from reportgen.diagnostics import Diagnostic, error, notice, warning
from reportgen.filing.archive import ASK, Archive, inside
from reportgen.filing.manifest import Manifest
from reportgen.filing.names import DATA, DOCUMENTS, EDITED, LOG, MANIFEST, NOTE, REPORTS, RULES, SEALED, SEALED_BEFORE
from reportgen.filing.note import facts, is_fact, note_content
from reportgen.filing.package import digest, of_path
from reportgen.policy.load import packaged_files
from reportgen.render.visible import visible
from reportgen.versions.filings import Filing

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_HTML = 64 * 2**20
"""A canonical document of more is none of ours: the largest is some MB."""
SHOWN = 5  # files that don't belong: the first ones lead to the rest


def check_agreement(archive: Archive, manifest: Manifest, entries: Sequence[Filing]) -> Iterator[Diagnostic]:
    """Compare the files of a package, all of which are what the manifest says, with what its papers say. Raises Unreadable."""
    filing = entries[-1]
    yield from _of_names(archive, manifest)
    yield from _of_papers(archive, manifest, filing)
    yield from _of_document(archive, manifest, filing)
    yield from _of_catalogue(archive, manifest)
    if manifest.authority is None:
        message = "报送包是旧版本软件写的：没有签名，报送说明没有核对"
        yield notice("package.old", message, inside(archive, MANIFEST), help="报送说明中的文号、时间、报送人请与报送记录对照")
    else:
        yield from _of_note(archive, manifest, entries)


def _of_names(archive: Archive, manifest: Manifest) -> Iterator[Diagnostic]:
    """Every file has its place, every place its file."""
    html, docx, pdf = (f"{DOCUMENTS}/{manifest.kind}{ending}" for ending in (".正文.html", ".docx", ".pdf"))
    if (manifest.html, manifest.docx, manifest.pdf) != (html, docx, pdf):
        yield _altered(archive, MANIFEST, f"清单中公文的文件名与文种“{manifest.kind}”不一致")
    known = {html, docx, pdf, NOTE, *manifest.reports.values()}
    folders = tuple(f"{name}/" for name in (DATA, EDITED, RULES, SEALED_BEFORE if manifest.authority is None else SEALED))
    strange = [name for name in manifest.files if name not in known and not name.startswith(folders)]
    if strange or not all(name.startswith(f"{REPORTS}/") for name in manifest.reports.values()):
        yield _altered(archive, MANIFEST, f"清单中有不属于报送包的文件：{'、'.join(strange[:SHOWN]) or '核查报告的位置不对'}")


def _of_papers(archive: Archive, manifest: Manifest, filing: Filing) -> Iterator[Diagnostic]:
    if filing.frozen.keys() != {"html", "docx", "pdf", "manifest"}:
        yield _altered(archive, LOG, "报送记录中封存的文件与程序写的不同")
    if bool(filing.why) != bool(manifest.against):
        yield _altered(archive, MANIFEST, "报送记录中的理由与清单中的问题对不上：有问题才写理由，写了理由必有问题")
    if not manifest.repeats and not manifest.against:
        yield _altered(archive, MANIFEST, "清单说包内数据在生成之后有变化，却没有列出这个问题")


def _of_document(archive: Archive, manifest: Manifest, filing: Filing) -> Iterator[Diagnostic]:
    """What the document itself says of its unit, kind, season and number."""
    from lxml import etree

    from reportgen.render.tree import has_class, parse, plain

    name = manifest.html
    if archive.size(name) > MAX_HTML:
        yield error("package.document", f"正文超过{MAX_HTML // 2**20}MB，没有核对", inside(archive, name), help=ASK)
        return
    try:
        html = archive.read(name).decode()
        article: _Element = parse(html)
        seen = visible(html)
    except (UnicodeDecodeError, etree.XMLSyntaxError):
        yield error("package.document", "正文的格式已经损坏，读不了", inside(archive, name), help=ASK)
        return
    if seen != filing.visible:
        yield _altered(archive, name, "正文与报送记录中的内容摘要不一致")
    key = filing.key
    said = (article.get("data-unit"), article.get("data-kind"), article.get("data-season"))
    if said != (key.unit, key.kind, key.season) or (manifest.authority is not None and article.get("data-author") != manifest.authority):
        yield _altered(archive, name, "正文的单位、文种、年度或者发文机关与清单不一致")
    printed = [plain(element) for element in article.iter("p") if has_class(element, "number")]
    if printed and filing.number not in printed:
        yield _altered(archive, LOG, f"报送记录中的文号“{filing.number}”与公文上印的“{printed[0]}”不一致")
    elif not printed and filing.number not in "".join(article.itertext()):
        yield notice("package.no-number", "公文上没有印文号，报送记录中的文号没有可以核对的", inside(archive, name), help="文号请与报送单位的发文登记核对")


def _of_note(archive: Archive, manifest: Manifest, entries: Sequence[Filing]) -> Iterator[Diagnostic]:
    """The note, made again; one that another version of the program wrote says the same facts, in lines of their own."""
    filing = entries[-1]
    before = sum((entry.key, entry.number) == (filing.key, filing.number) for entry in entries[:-1])
    if NOTE not in manifest.files:
        yield _altered(archive, MANIFEST, f"包中没有“{NOTE}”")
        return
    content = archive.read(NOTE)
    if content == note_content(filing, manifest, before):
        return
    lines = content.decode("utf-8-sig", "replace").split("\r\n")
    said = tuple(line for line in lines if is_fact(line, manifest))
    if said != facts(filing, manifest, before) or _same_program(manifest):
        yield _altered(archive, NOTE, "报送说明与报送记录、清单不一致")
    else:
        message = "报送说明的写法与本机软件写的不同（软件版本不同）；其中的文号、时间、报送人、理由与报送记录一致，其余的话没有核对"
        yield notice("package.note-differs", message, inside(archive, NOTE), help="以报送记录和清单为准")


def _of_catalogue(archive: Archive, manifest: Manifest) -> Iterator[Diagnostic]:
    """The policies and rules of the program itself; of a programme that stands alone those of any document alone."""
    whole, alone = ({f"{RULES}/{path.name}": path for path in packaged_files(alone=is_alone)} for is_alone in (False, True))
    named = alone if not any(name in manifest.files for name in whole.keys() - alone.keys()) else whole
    here = {name: digest(of_path(path)) for name, path in named.items()}
    packed = {name: sha256 for name, sha256 in manifest.files.items() if name.startswith(f"{RULES}/")}
    differing = sorted(name for name in {*here, *packed} if here.get(name) != packed.get(name))
    if differing and _same_program(manifest):
        yield from (_altered(archive, name, "政策库中的文件与同一版本的软件自带的不同") for name in differing)
    elif differing:
        message = f"政策库中{len(differing)}个文件与本机软件自带的不同，软件版本也不同，不能判断有没有被改动"
        help_text = "政策库只供查阅，生成和核查不用它；条文以发布的文件为准"
        yield warning("package.catalogue", message, *(inside(archive, name) for name in differing), help=help_text)


def _same_program(manifest: Manifest) -> bool:
    return manifest.signature.get(PROGRAM) == software()[PROGRAM]


def _altered(archive: Archive, name: str, message: str) -> Diagnostic:
    return error("package.disagrees", f"{message}，被改动过", inside(archive, name), help=ASK)
