"""What would be work without end, or without measure, is refused at its line, wherever the language is written."""

import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

from reportgen.confined import Bounds, confined
from reportgen.language.work import LONGEST_RANGE, MAX_STEPS

HERE = Path(__file__).parent
sys.path.append(str(HERE))  # the process is to find it by a name of its own: `tests` may be anybody's
beyond = import_module("beyond")


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """What is said of all of them, in a process with little memory and time."""
    found: dict[str, str] = confined(beyond.all_said, readable=(HERE,), bounds=Bounds(memory=2**30, processor=120, clock=200))
    return found


@pytest.mark.sampled(3)
@pytest.mark.parametrize("where", beyond.WRITTEN)
@pytest.mark.parametrize("name", beyond.BEYOND)
def test_what_would_not_end_is_refused(name: str, where: str, said: dict[str, str]) -> None:
    assert re.search(beyond.BEYOND[name][1], said[f"{where} {name}"]), said[f"{where} {name}"]


@pytest.mark.parametrize(
    ("source", "gives"),
    [
        (f"{{{{ range({LONGEST_RANGE})|list|length == {LONGEST_RANGE} }}}}", "True"),
        ("{{ (2 * 3 + 4) % 7 == 3 }}", "True"),
        ("{{ ('甲' + '乙') ~ '丙' }}", "甲乙丙"),
        ("{{ ([1] + [2] * 3)|length }}{{ '甲' * 2 }}", "4甲甲"),
        ("{{ '甲 乙'.split()|listed }}{{ ' 甲 '.strip() }}{{ '甲县'.removesuffix('县') }}", "甲、乙甲甲"),
        ("{{ '甲' in '甲县' }}{{ 3 not in [1, 2] }}", "TrueTrue"),
        ("{{ ['甲', '乙', '丙']|batch(2)|list|length }}{{ ['甲', '乙']|slice(2)|list|length }}", "22"),
        ("{{ '甲县'|replace('县', '市') }}", "甲市"),
        ("{% for a in [[1, [2, 3]], 4] recursive %}{% if a is sequence %}{{ loop(a) }}{% else %}{{ a }}{% endif %}{% endfor %}", "1234"),
        ("{% for a in range(5) if a is odd %}{{ loop.index }}-{{ a }} {% else %}无{% endfor %}", "1-1 2-3"),
        ("{% for a in range(300) %}{% for b in range(300) %}{% endfor %}{% endfor %}毕", "毕"),
    ],
)
def test_what_people_write_is_not(source: str, gives: str) -> None:
    assert beyond.in_a_title(source).strip() == gives


def test_each_rendering_has_steps_of_its_own() -> None:
    rounds = MAX_STEPS // 3 // LONGEST_RANGE
    source = f"{{% for a in range({rounds}) %}}{{% for b in range({LONGEST_RANGE}) %}}{{% endfor %}}{{% endfor %}}毕"
    assert [beyond.in_a_title(source) for _ in range(4)] == ["毕"] * 4
