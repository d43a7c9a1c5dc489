"""How much of a template is the document that a reader hears, and how much is Jinja; and the rules that an editor of wording relies on.

Prose is counted as 字数 are: a Chinese character or punctuation mark outside the tags is one. Of a tag, each word is one: a name, a literal, an operator, as
Jinja's own lexer finds them; a name with its dots (funds.fiscal.spent) is one word, and brackets and commas are none. Markup and comments count for neither.

Held: no line over 160 characters, no condition within two others, one condition and one sentence a line; of what a document is written in (the templates of
kinds.yaml, what they extend and include) at least half is prose. A frame, which extends nothing and has blocks, and files that are imported (tables,
phrases, texts) are parts: their share is shown. Exit status 1 where something is broken.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import Environment, nodes

from reportgen.documents.prose import LONGEST, MARKUP, PROSE, Rule, broken_rules, depths

TEMPLATES = Path(__file__).parents[1] / "templates"
LEAST = 0.5

_WORDS_OF = {
    Rule.LONG: f"{{}} characters, more than {LONGEST}",
    Rule.DEEP: "a condition within {} others",
    Rule.CONDITIONS: "{} conditions",
    Rule.SENTENCES: "two sentences",
}
_PUNCTUATION = frozenset(".,()[]{}:")
_WORDS = frozenset(("name", "string", "integer", "float", "operator"))


@dataclass(frozen=True, slots=True)
class Measured:
    """One template: its prose and words of Jinja, its longest line, how deep conditions lie, and what breaks a rule, by line."""

    name: str
    prose: int
    words: int
    longest: int
    deepest: int
    broken: tuple[str, ...]

    @property
    def share(self) -> float:
        """The prose in all that is counted."""
        return self.prose / (self.prose + self.words) if self.prose or self.words else 1.0


def measure(name: str, source: str, jinja: Environment) -> Measured:
    """A template measured."""
    prose, words = _counts(source, jinja)
    found = tuple(f"{one.line}: {_WORDS_OF[one.rule].format(one.number)}" for one in broken_rules(source, jinja))
    return Measured(name, prose, words, max(map(len, source.splitlines()), default=0), max(depths(source, jinja).values(), default=0), found)


def _counts(source: str, jinja: Environment) -> tuple[int, int]:
    prose = words = 0
    dotted = False
    for _, kind, text in jinja.lex(source):
        if kind == "data":
            prose += len(PROSE.findall(MARKUP.sub("", text)))
        elif kind in _WORDS:
            words += text not in _PUNCTUATION and not dotted
            dotted = text == "."
    return prose, words


def documents(jinja: Environment) -> frozenset[str]:
    """The names of the templates that documents are written in: those of kinds.yaml, with what these extend (but a frame) and include."""
    kinds = yaml.safe_load((TEMPLATES / "kinds.yaml").read_text("utf-8"))
    waiting = [level["template"] for kind in kinds for level in kind["levels"].values() if level["template"].endswith(".html")]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        tree = jinja.parse((TEMPLATES / "html" / name).read_text("utf-8"))
        led = [*(node.template for node in tree.find_all(nodes.Extends)), *(node.template for node in tree.find_all(nodes.Include))]
        parents = [str(one.value) for one in led if isinstance(one, nodes.Const)]
        if name not in found and (parents or not tree.find(nodes.Block)):
            found.add(name)
            waiting += parents
    return frozenset(found)


def main() -> int:
    """The table on standard output, what is broken below it."""
    jinja = Environment(autoescape=True)
    written = documents(jinja)
    measured = [measure(path.name, path.read_text("utf-8"), jinja) for path in sorted((TEMPLATES / "html").glob("*.html"))]
    print(f"{'template':28}{'prose':>8}{'Jinja':>8}{'share':>8}{'longest':>9}{'deepest':>9}")
    for each in sorted(measured, key=lambda each: (each.name not in written, each.name)):
        part = "" if each.name in written else "   part"
        print(f"{each.name:28}{each.prose:8}{each.words:8}{each.share:8.0%}{each.longest:9}{each.deepest:9}{part}")
    broken = [f"{each.name}:{what}" for each in measured for what in each.broken]
    broken += [f"{each.name}: under half of it is prose" for each in measured if each.name in written and each.share < LEAST]
    print(*broken, sep="\n", end="\n" if broken else "")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
