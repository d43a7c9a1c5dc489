"""Files as they come when something went wrong with them: cut off, mixed up, typed wrongly, in another encoding, or made to harm."""

import io
import random
import re
import zipfile
from collections.abc import Callable

Mutation = Callable[[random.Random, bytes], bytes]

_TYPED = (
    *("{{", "}}", "{%", "%}", "{#", "#}", "{% for a in range(99999) %}", "{% endfor %}", "{{ 9**9**9 }}", "{{ 'a'.center(999999999) }}", "{{ x.y.z }}"),
    *("&甲 ", "*甲", "!!python/object:os.system ", "<<: *甲", "---\n", "? ", "- ", ": ", "\t", "[", "{", "]", "}", '"', "'", "|", ">", "#", "@", "%", "\\"),
    *("\x00", "\x1b", "\ufeff", "\u2028", "\ud7ff", "\U0001f600", "＝", "，", "：", "　", "“", "１２", "-", "－", "—", "NaN", "inf", "1e999999", "-0", "0x10"),
    *("2023-13-45", "9999-12-31", "2023年2月30日", "1900-01-00", "9" * 400, "0." + "3" * 400, "甲" * 3000, "<", ">", "&", "&nbsp;", "&#0;", "]]>", "<!--"),
    *(
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        "=1+1",
        "=HYPERLINK(1)",
        "#REF!",
        "#N/A",
        "../../etc/passwd",
        "C:\\CON",
        "/dev/zero",
        "\r",
        "\n\n",
        "null",
        "true",
        "~",
    ),
)
"""What gets into a text by mistake, or by intent."""


def _cut(draw: random.Random, content: bytes) -> bytes:
    return content[: draw.randrange(len(content) + 1)]


def _flip(draw: random.Random, content: bytes) -> bytes:
    """Some bytes are others."""
    made = bytearray(content)
    for _ in range(draw.choice((1, 3, 20))):
        if made:
            made[draw.randrange(len(made))] = draw.randrange(256)
    return bytes(made)


def _recode(draw: random.Random, content: bytes) -> bytes:
    return content.decode("utf-8", "replace").encode(draw.choice(("gb18030", "utf-16", "utf-8-sig", "utf-32", "big5", "latin-1")), "replace")


def _of_lines(change: Callable[[random.Random, list[str]], None]) -> Mutation:
    def mutation(draw: random.Random, content: bytes) -> bytes:
        lines = content.decode("utf-8", "surrogateescape").split("\n")
        change(draw, lines)
        return "\n".join(lines).encode("utf-8", "surrogateescape")

    return mutation


def _drop(draw: random.Random, lines: list[str]) -> None:
    del lines[draw.randrange(len(lines))]


def _repeat(draw: random.Random, lines: list[str]) -> None:
    at = draw.randrange(len(lines))
    lines[at:at] = [lines[at]] * draw.choice((1, 1, 5, 200))


def _swap(draw: random.Random, lines: list[str]) -> None:
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _shift(draw: random.Random, lines: list[str]) -> None:
    at = draw.randrange(len(lines))
    lines[at] = draw.choice((f"  {lines[at]}", f"\t{lines[at]}", lines[at].lstrip()))


def _type(draw: random.Random, lines: list[str]) -> None:
    at = draw.randrange(len(lines))
    column = draw.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:column] + draw.choice(_TYPED) + lines[at][column:]


def _replace(draw: random.Random, lines: list[str]) -> None:
    """A number or a word of a line is something else."""
    at = draw.randrange(len(lines))
    words = list(re.finditer(r"\d+(?:\.\d+)?|\w+", lines[at]))
    if words:
        word = draw.choice(words)
        lines[at] = lines[at][: word.start()] + draw.choice(_TYPED) + lines[at][word.end() :]


def _nest(draw: random.Random, lines: list[str]) -> None:
    """Brackets in brackets, or tags in tags."""
    at, deep = draw.randrange(len(lines)), draw.choice((10, 300, 5000))
    begin, end = draw.choice((("[", "]"), ("{a: ", "}"), ("(", ")"), ("<p>", "</p>"), ("{% if 1 %}", "{% endif %}")))
    lines[at] += begin * deep + end * deep


_PLAIN: tuple[Mutation, ...] = (_cut, _flip, _recode)
TEXT: tuple[Mutation, ...] = (*_PLAIN, *map(_of_lines, (_drop, _repeat, _swap, _shift, _type, _type, _replace, _replace, _nest)))
"""What happens to a text: a table in CSV, YAML, a template, settings, records."""


def _part(draw: random.Random, content: bytes) -> bytes:
    """A part of a package is changed as a text, its tags taken for lines."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [(entry, package.read(entry)) for entry in package.infolist()]
    changed = draw.randrange(len(parts))
    entry, part = parts[changed]
    parts[changed] = entry, draw.choice(TEXT)(draw, part.replace(b"><", b">\n<"))
    if draw.random() < 0.2:
        parts.pop(draw.randrange(len(parts)))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for one, part in parts:
            package.writestr(one, part)
    return made.getvalue()


PACKED: tuple[Mutation, ...] = (_part, _part, _part, _part, _part, _cut, _flip)
"""What happens to a package of Office, or of ours."""
