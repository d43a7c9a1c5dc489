"""信函格式: 10.1."""

from collections.abc import Iterator

from reportgen.lint.checks.head import issuer_place
from reportgen.lint.elements import Official, OfficialForm
from reportgen.lint.elements.words import is_red
from reportgen.lint.faults import Fault, UncheckedRequirement, at, fault, judged
from reportgen.lint.model import Rule
from reportgen.standard.requirements import STANDARD


def check_letter(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """The issuer 30 mm from the paper's edge, red double lines of 170 mm, the number at the right edge, the first page unnumbered."""
    if official.form is not OfficialForm.LETTER:
        return
    issuer, number = official.head.issuer[0], official.head.number
    yield from issuer_place("letter-issuer", official, issuer, 0.0)
    if number is not None:
        yield from judged("letter-number", number.last, at(number))
    red = [block for block in official.document.blocks if isinstance(block, Rule) and is_red(block.colour) and block.page in (None, 1)]
    short = [rule.width for rule in red if rule.width is not None and not STANDARD["letter-rules"].accepts(rule.width)]
    if short:
        yield fault("letter-rules", at(issuer), value=short[0])
    numbered = [n for sheet in official.document.sheets if sheet.page == 1 for n in sheet.numbers]
    if numbered:
        yield fault("letter-first-page", *map(at, numbered))
