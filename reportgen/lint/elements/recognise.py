"""A document -> its elements."""

from reportgen.lint.colours import is_red
from reportgen.lint.elements.ending import attachments, closing, colophon
from reportgen.lint.elements.official import Closing, Colophon, Head, Official, OfficialForm
from reportgen.lint.elements.opening import opening
from reportgen.lint.model import Paragraph, ReadDocument

_LETTER_RULE = 165.0  # mm: the lines of a letter are 170 mm, wider than the type area
_AT_THE_EDGE = 1.5  # 字


def recognise(document: ReadDocument) -> Official:
    """Find the elements of a document."""
    blocks, end = colophon(document.blocks)
    blocks, attached = attachments(blocks)
    head, title, passed, addressee, blocks = opening(blocks)
    body, closed = closing(blocks)
    form = _form(head, passed, addressee, closed, end)
    return Official(document, form, head, title, passed, addressee, tuple(body), closed, attached, end)


def _form(head: Head, passed: Paragraph | None, addressee: Paragraph | None, closed: Closing, end: Colophon) -> OfficialForm:
    if head.issuer:
        text = head.issuer_text
        if text.endswith("纪要"):
            return OfficialForm.MINUTES
        if text.endswith("令"):
            return OfficialForm.ORDER
        lettered = any(is_red(rule.colour) and (rule.double or (rule.width or 0.0) > _LETTER_RULE) for rule in head.rules)
        aside = head.number is not None and head.number.last is not None and head.number.last < _AT_THE_EDGE and head.signatory is None
        return OfficialForm.LETTER if not text.endswith("文件") and (lettered or aside) else OfficialForm.DOCUMENT
    signs = any((head.number, passed, addressee, closed.date and closed.signature, end.blocks, closed.notes))
    return OfficialForm.HEADLESS if signs else OfficialForm.NONE
