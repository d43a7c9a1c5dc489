"""How alike the counties' documents are, names and numbers aside: `python tools/compare_masked.py [WORKSPACE] [SEASON]`, or `make alike`.

A director who gets fifteen plans on one day lays two beside each other. What differs in them only by the county's name and its numbers is a form that was
filled in; so both are masked here, and what is left is compared: paragraph by paragraph (the strict reading of what a county would call its own), and
sentence by sentence, since a paragraph counts as another as soon as one of its sentences is.

Of each kind it prints the worst pairs, the median pair, and for each county how many sentences no other county of the kind has. Exit status 1 where a
pair is above LIMIT, or a county has no sentence of its own.
"""

import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path

from lxml import etree

from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.workspace import Workspace

LIMIT = 85.0  # % of the characters in the same paragraphs: above it the two can't be told apart without their names
WORST = 5

# What frames any 公文, and is the same in all by GB/T 9704: no paragraph of the office's own.
_FRAME = frozenset(("issuer", "number", "signatory", "addressee", "marks", "attachment-note", "attachment-label", "signature", "date", "annotation"))
_SENTENCE = re.compile(r"[^。]+。?")
# Where and when a document, a person or an amount is: what stays when it is taken out is what the sentence says.
_PATTERNS = (
    (re.compile(r"[\u3400-\u9fff]{0,8}〔\d{4}〕\d+号"), "号"),  # document numbers
    (re.compile(r"[\u3400-\u9fff]某某"), "某"),
    (re.compile(r"(?<=[我全本各])[县市区]"), "县"),
    (re.compile(r"[县市区](?=[\u3400-\u9fff]{1,8}(?:局|办|委|中心|站))"), "县"),  # departments go by their county's rank
    (re.compile(r"\d+(?:\.\d+)?"), "0"),
    (re.compile(r"[一二三四五六七八九十]+(?=[类项个家级])"), "0"),
)
_LIST = re.compile(r"名(?:[、和及]名)+")
_NUMBERS = re.compile(r"(?:0年)?0月0日|0年0月")


@dataclass(frozen=True, slots=True)
class Names:
    """What is masked in a county's documents, longest first, so that no name is cut by one that it holds."""

    names: tuple[str, ...]

    def mask(self, text: str) -> str:
        """The text without names, numbers and days."""
        text = re.sub(r"\s+", "", text)
        for name in self.names:
            text = text.replace(name, "名")
        for pattern, put in _PATTERNS:
            text = pattern.sub(put, text)
        return _NUMBERS.sub("日", _LIST.sub("名", text))


@dataclass(frozen=True)
class Masked:
    """A county's document, masked: its paragraphs in their order."""

    unit: str
    paragraphs: tuple[str, ...]

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of all its paragraphs."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in _SENTENCE.findall(paragraph))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents of a kind: what of their characters stands in paragraphs, and in sentences, that both have (%)."""

    one: str
    other: str
    paragraphs: float
    sentences: float


def masked(html: str, unit: str, names: Names) -> Masked:
    """The paragraphs of canonical HTML, masked; not those that frame every document, nor the cells of tables."""
    root = etree.fromstring(html)
    found = (p for p in root.iter("p") if not _FRAME & set(p.get("class", "").split()) and not any(a.tag in ("footer", "table") for a in p.iterancestors()))
    return Masked(unit, tuple(text for p in found if (text := names.mask("".join(p.itertext())))))


def share(one: Iterable[str], other: Iterable[str]) -> float:
    """What of the characters of both stands in parts that both have, each as often as in the other (%)."""
    first, second = Counter(one), Counter(other)
    both = sum(len(part) * count for part, count in (first & second).items())
    whole = sum(len(part) * count for part, count in (first + second).items())
    return 200 * both / whole if whole else 0.0


def pairs(documents: Iterable[Masked]) -> list[Pair]:
    """Every two documents, the most alike first."""
    every = [Pair(a.unit, b.unit, share(a.paragraphs, b.paragraphs), share(a.sentences, b.sentences)) for a, b in combinations(documents, 2)]
    return sorted(every, key=lambda pair: pair.paragraphs, reverse=True)


def own_sentences(documents: Iterable[Masked]) -> dict[str, list[str]]:
    """By county, the sentences that no other county has."""
    documents = list(documents)
    having = Counter(sentence for document in documents for sentence in set(document.sentences))
    return {document.unit: [sentence for sentence in dict.fromkeys(document.sentences) if having[sentence] == 1] for document in documents}


def counties(season: Season) -> Mapping[str, list[Masked]]:
    """By the name of each kind that is filed, the documents of the counties."""
    found: dict[str, list[Masked]] = {}
    for job in season.jobs():
        if job.scope.unit.level != "县" or not job.kind.filed or job.kind.on_request:
            continue
        html = season.compose(job).html
        if html is not None:
            found.setdefault(job.kind.name, []).append(masked(html, job.scope.unit.name, names_of(season, job.scope.unit.name)))
    return found


def names_of(season: Season, unit: str) -> Names:
    """The names of a county: its own with and without its rank, those of its townships and villages, and those of the city."""
    (scope,) = (scope for scope in season.scopes if scope.unit.name == unit)
    places = {
        str(name)
        for key in ("villages", "acceptance")
        for row in scope.inputs.rows(key) or ()
        for field in ("township", "village")
        if (name := getattr(row, field, None))
    }
    own = {scope.unit.name, scope.unit.name.removesuffix("风景名胜区"), scope.unit.short, scope.unit.parent}
    stems = {name[:-1] for name in places if len(name) > 2 and name[-1] in "镇乡村"} | {
        name[:-1] for name in own if name and len(name) > 2 and name[-1] in "县市区"
    }
    return Names(tuple(sorted((name for name in own | places | stems if name), key=len, reverse=True)))


def main(workspace: Path, season: str) -> int:
    """Print it of every kind; gives 1 where two documents are too alike, or one says nothing of its own."""
    broken = 0
    for kind, documents in counties(open_season(Workspace(workspace), season)).items():
        every = pairs(documents)
        own = own_sentences(documents)
        print(f"{kind}（{len(documents)}份）：除名称和数字外相同的段落占全文字数，最高{every[0].paragraphs:.0f}%，", end="")
        print(f"中位数{statistics.median(pair.paragraphs for pair in every):.0f}%；按句，", end="")
        print(f"最高{max(pair.sentences for pair in every):.0f}%，中位数{statistics.median(pair.sentences for pair in every):.0f}%")
        for pair in every[:WORST]:
            print(f"  {pair.one}、{pair.other}：{pair.paragraphs:.0f}%（按句{pair.sentences:.0f}%）")
        print("  别的县没有的句子：" + "，".join(f"{unit}{len(said)}句" for unit, said in sorted(own.items(), key=lambda item: len(item[1]))))
        broken += sum(pair.paragraphs > LIMIT for pair in every) + sum(not said for said in own.values())
    return 1 if broken else 0


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(Path(given[0]) if given else Path(__file__).parent.parent, given[1] if len(given) > 1 else "2023"))
