"""Work without end or measure, as it can be written in the language, and what is said of it; to be tried in a process that may be stopped."""

from collections.abc import Callable, Mapping

from reportgen.language.environment import NoTemplates, environment
from reportgen.language.faults import explained
from reportgen.language.text import text

DOCUMENTS = environment(NoTemplates(), positions=False)
WIDE = "{% for a in range(9000) %}{% for b in range(9000) %}"
GROWN = "{% set n = namespace(x=START) %}{% for a in range(5000) %}{% set n.x = STEP %}{% endfor %}"
LONG = "{% set a %}{% for i in range(9000) %}" + "字" * 100 + "{% endfor %}{% endset %}"


def grown(start: str, step: str) -> str:
    return GROWN.replace("START", start).replace("STEP", step)


BEYOND = {
    "nested loops": (f"{WIDE}{{% endfor %}}{{% endfor %}}", "计算量超过"),
    "a loop that leaves all out": ("{% for a in range(9000) %}{% for b in range(9000) if b < 0 %}{% endfor %}{% endfor %}", "计算量超过"),
    "a long range": ("{{ range(999999999)|list|length }}", "range 超过"),
    "many ranges": ("{% for a in range(9000) %}{{ '' if range(9000)|sum }}{% endfor %}", "计算量超过"),
    "a power": ("{{ 9 ** 9 ** 9 }}", "乘方"),
    "squares": (grown("9", "n.x * n.x"), "算出的数过大"),
    "doubles": (grown("9", "n.x + n.x"), "算出的数过大"),
    "a text many times": ("{{ '甲' * 999999999 }}", "重复以后"),
    "a list many times": ("{{ (999999999 * [0])|length }}", "重复以后"),
    "a format's width": ("{{ '%999999999d' % 1 }}", "只能用于数值"),
    "another format's width": ("{{ '{:>999999999}'.format(1) }}", "format"),
    "center": ("{{ '甲'.center(999999999) }}", "center"),
    "ljust": ("{{ '甲'.ljust(999999999) }}", "ljust"),
    "zfill": ("{{ '1'.zfill(999999999) }}", "zfill"),
    "expandtabs": ("{{ '\t'.expandtabs(999999999) }}", "expandtabs"),
    "bytes": ("{{ (5).to_bytes(999999999, 'big') }}", "to_bytes"),
    "a text that doubles": (grown("'甲'", "n.x ~ n.x"), "连成的文字超过"),
    "a text added to itself": (grown("'甲'", "n.x + n.x"), "连成的文字超过"),
    "a list that doubles": (grown("['甲']", "n.x + n.x"), "列表超过|计算量超过"),
    "a text replaced by itself": (LONG + "{{ a|replace('字', a) }}", "替换以后的文字超过"),
    "a list of lists of lists": (grown("['甲']", "[n.x, n.x]") + "{{ n.x|string }}", "列表不能当作文字"),
    "filling up": ("{{ ['甲']|batch(999999999, 0)|list|length }}", "batch、slice 的个数超过"),
    "slices": ("{{ ['甲']|slice(999999999)|list|length }}", "batch、slice 的个数超过"),
    "looking through": ("{% set a = range(9000)|list %}{% for b in a %}{{ '有' if -1 in a }}{% endfor %}", "计算量超过"),
    "comparing": ("{% set a = range(9000)|list %}{% for b in a %}{{ '同' if a == range(9000)|list }}{% endfor %}", "计算量超过"),
    "selecting": ("{% set a = range(9000)|list %}{{ a|select('in', a)|list|length }}", "计算量超过"),
    "much output": (LONG + "{% for i in range(9000) %}{{ a }}{% endfor %}", "输出的文字超过|连成的文字超过"),
    "a macro of itself": ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "没有尽头"),
    "a macro of itself twice": ("{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}", "计算量超过"),
}


def in_a_template(source: str) -> str:
    return DOCUMENTS.from_string(source).render()


def in_a_title(source: str) -> str:
    return text(source, {})


WRITTEN: Mapping[str, Callable[[str], str]] = {"template": in_a_template, "title": in_a_title}


def all_said() -> dict[str, str]:
    """What is said of each, by where it is written and what it is."""
    return {f"{where} {name}": _said(written, source) for where, written in WRITTEN.items() for name, (source, _) in BEYOND.items()}


def _said(written: Callable[[str], str], source: str) -> str:
    try:
        return f"gave {len(written(source))} characters"
    except Exception as fault:  # noqa: BLE001  # as whoever renders it
        return explained(fault, DOCUMENTS).what
