"""元数据.xml: the core metadata of a filed document (GB/T 33480-2016), as the document prints them and the log of filings has them."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from reportgen.render.tree import parse, plain
from reportgen.standard.metadata import STANDARD, metadata_elements
from reportgen.versions.filings import Filing

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORM = re.compile(r"(决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要)$")
"""What a title ends in: the fifteen forms of 党政机关公文处理工作条例."""


def facts_of(html: str, filing: Filing) -> Mapping[str, str]:
    """What is known of a filed document by the names of metadata.yaml: what its canonical HTML prints, number and identifier by the log.

    What isn't printed is empty; several attachments stand behind one another.
    """
    article = parse(html)

    def printed(name: str, within: str = "p") -> str:
        return "；".join(plain(element) for element in article.iter(within) if element.get("class") == name)

    title = plain(article.find("h1"))
    form = _FORM.search(title)
    return {
        "identifier": filing.entry,
        "form": form[0] if form else "",
        "issuer": printed("issuer"),
        "number": filing.number,
        "signatory": _within(article, "signatory", "name"),
        "title": title,
        "recipients": printed("addressee").removesuffix("："),
        "attachments": printed("attachment-note").removeprefix("附件："),
        "signature": printed("signature"),
        "dated": printed("date"),
        "annotation": printed("annotation").removeprefix("（").removesuffix("）"),
        "copies": printed("copies").removeprefix("抄送：").removesuffix("。"),
        "office": _within(article, "printing", "office"),
        "printed": _within(article, "printing", "printed").removesuffix("印发"),
    }


def metadata_content(facts: Mapping[str, str]) -> bytes:
    """The metadata as XML: an element of the standard each, with its clause and name; what has no value says why."""
    from lxml import etree

    root = etree.Element("电子公文元数据", {"依据": f"{STANDARD} 第4章"})
    for element in metadata_elements():
        value = facts.get(element.fact, "")
        entry = etree.SubElement(root, "元素", {"条款": element.clause, "名称": element.name})
        entry.set(*(("来源", element.source) if value else ("空", element.empty)))
        entry.text = value or None
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _within(article: "_Element", paragraph: str, part: str) -> str:
    """The text of the `span` of the class `part` in the paragraph of the class `paragraph`."""
    found = article.find(f".//p[@class='{paragraph}']/span[@class='{part}']")
    return "" if found is None else plain(found)
