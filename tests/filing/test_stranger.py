"""What a stranger's package brings is composed in a process of its own: where that passes a bound it ends alone, and the rest is still verified."""

import re
import time
from pathlib import Path

import pytest

from reportgen.confined import BOUNDS, Bounds
from reportgen.filing.names import DATA, NOTE
from reportgen.filing.verify import verify
from tests.filing.conftest import PACKAGE
from tests.filing.forging import forge

SMALL = Bounds(memory=800 * 2**20, processor=5, clock=40)


def plan(body: str) -> bytes:
    return f'{{% extends "base.html" %}}\n{{% block body %}}\n{body}\n{{% endblock %}}\n'.encode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "bounds", "codes", "said"),
    [
        (
            "{% for a in range(9000) %}{% for b in range(9000) %}{% endfor %}{% endfor %}",
            BOUNDS,
            ["package.disagrees", "package.not-rebuilt", "filing.not-composed", "template.failed"],
            "计算量超过",
        ),
        pytest.param(
            "{% for a in range(9000) %}<p>" + "甲" * 2000 + "</p>{% endfor %}",
            SMALL,
            ["package.disagrees", "package.not-rebuilt", "package.stopped"],
            "重新生成《实施方案》没有做完：.*超过",
            marks=pytest.mark.slow,
        ),
        ("{% for a in range(9000) %}<p>甲</p>{% endfor %}", Bounds(clock=3), ["package.disagrees", "package.not-rebuilt", "package.stopped"], "用时超过3秒"),
    ],
    ids=["a loop", "more than fits", "longer than one waits"],
)
def test_a_document_that_passes_a_bound_ends_alone(body: str, bounds: Bounds, codes: list[str], said: str, once: Path, tmp_path: Path) -> None:
    forged = forge(once / PACKAGE, tmp_path / "陌生.zip", {f"{DATA}/templates/html/plan-county.html": plan(body), NOTE: "不一样".encode()})
    begun = time.monotonic()
    verified = verify(forged, bounds=bounds)
    assert time.monotonic() - begun < 60
    assert verified.manifest is not None
    assert [problem.code for problem in verified.problems] == codes
    assert any(re.search(said, problem.message) for problem in verified.problems)
    assert all(problem.places for problem in verified.problems)


def test_nothing_of_a_strangers_documents_is_read_outside_the_confined_process(once: Path) -> None:
    """Where that ends at once, what can be said without them is said, and what wasn't done is named."""
    verified = verify(once / PACKAGE, bounds=Bounds(clock=0))
    assert [problem.code for problem in verified.problems] == ["package.not-rebuilt", "package.stopped", "package.stopped"]
    assert [problem.message for problem in verified.problems[1:]] == [f"{what}《实施方案》没有做完：用时超过0秒" for what in ("重新生成", "核对")]
    assert verified.checked > 10 and verified.signed and not verified.same


def test_a_package_reads_nothing_of_the_receiver(once: Path, tmp_path: Path) -> None:
    """A style sheet that asks for a file of the receiver's, and a template that includes one, give nothing of it."""
    secret = tmp_path / "机密.css"
    secret.write_text("p { color: red }", encoding="utf-8")
    sheet = f'@import url("{secret.as_uri()}");\n'.encode()
    changes = {f"{DATA}/templates/html/gongwen.css": sheet, f"{DATA}/templates/html/plan-county.html": plan('{% include "../../../机密.css" %}')}
    verified = verify(forge(once / PACKAGE, tmp_path / "陌生.zip", changes))
    assert [problem.code for problem in verified.problems][:1] == ["package.not-rebuilt"]
    assert all("red" not in problem.message for problem in verified.problems)
