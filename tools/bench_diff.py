"""make bench, a part of it: what comparing two versions costs, by the length of the document.

The versions are made of a real document's blocks, repeated under headings of their own up to the length; in the newer one a twentieth of
the paragraphs and of the table cells have another number or word, and some paragraphs are gone, new or elsewhere.
"""

import random
import statistics
import time
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from reportgen.diff.difference import ComparedDocument, difference
from reportgen.pipeline.opening import open_season
from reportgen.redline.redline import redline
from reportgen.workspace import Workspace

if TYPE_CHECKING:
    from lxml.etree import _Element

ROOT = Path(__file__).parent.parent
UNIT, KIND, SEASON = "原平市", "plan", "2023"
ROUNDS = 5
BOUNDS = {20_000: 0.3, 200_000: 5.0}
NUMBERS = ("1", "2", "3", "4", "5", "6", "7", "8", "9")


def main() -> None:
    """Print the seconds of a comparison for each length, and of the tree with ins and del that redlines are written from."""
    season = open_season(Workspace(ROOT), SEASON)
    job = next(job for job in season.jobs(frozenset((UNIT,)), frozenset((KIND,))))
    real = etree.fromstring(season.compose(job).html or "")
    for length, bound in BOUNDS.items():
        old = of_length(real, length)
        new = changed(old, random.Random(length))
        before, after = (etree.tostring(root, encoding="unicode") for root in (old, new))
        size = len("".join(str(text) for text in new.itertext()))
        report(f"比较两个版本，各{size}字（要求 {bound:g} 秒以内）", partial(difference, ComparedDocument(before, "旧"), ComparedDocument(after, "新")))
        report(f"带修订标记的文稿，{size}字", partial(redline, before, after))


def report(title: str, work: Callable[[], object]) -> None:
    """Time the work, warm, and print it."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    print(f"{title}：{statistics.median(times):.3f} 秒（{min(times):.3f}～{max(times):.3f}）")


def of_length(real: "_Element", length: int) -> "_Element":
    """A document of about `length` characters: the blocks of the attachment again and again, cut where it is long enough."""
    root = deepcopy(real)
    section = next(root.iterchildren("section"))
    blocks = [block for block in section if block.tag != "section"]
    have = len("".join(str(text) for text in root.itertext()))
    turn = 0
    while have < length:
        turn += 1
        for number, block in enumerate(blocks):
            copy = deepcopy(block)
            for element in copy.iter():
                if element.get("id"):
                    element.set("id", f"{element.get('id')}-{turn}-{number}")
            if copy.tag in ("h2", "h3", "p"):
                copy.text = f"{copy.text or ''}（其{turn}）"
            section.append(copy)
            have += len("".join(str(text) for text in copy.itertext()))
            if have >= length:
                break
    return root


def changed(old: "_Element", chance: random.Random) -> "_Element":
    """The document with about a twentieth of it changed."""
    new = deepcopy(old)
    for element in list(new.iter("p", "td")):
        parent = element.getparent()
        roll = chance.random()
        if parent is None or roll > 0.05:
            continue
        data = element.find("data")
        if element.tag == "p" and roll < 0.008:
            parent.remove(element)
        elif element.tag == "p" and roll < 0.016:
            parent.insert(chance.randrange(len(parent)), element)
        elif data is not None:
            data.text = (data.text or "") + chance.choice(NUMBERS)
            data.set("value", f"{data.get('value')}{chance.choice(NUMBERS)}")
        else:
            element.text = f"{element.text or ''}有关部门"
    return new


if __name__ == "__main__":
    main()
