"""Names that don't exist and values that a rule isn't given; and what is written wrongly."""

from collections.abc import Iterable, Mapping

from jinja2 import StrictUndefined
from jinja2.utils import missing

from reportgen.inputs.wording import proposal


class Lack(Exception):
    """Data that is needed is not there; the text says which."""


class Malformed(Exception):
    """Something that is written wrongly; the text says what, in Chinese."""


class NoSuch(StrictUndefined):
    """A name or attribute that doesn't exist: what is written is wrong, whatever the data."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name: object = self._undefined_name
        if isinstance(name, int):
            return f"列表没有第{name + 1}项"
        return f"用了没有定义的名称“{name}”{proposal(str(name), _answered(self._undefined_obj))}"


def _answered(owner: object) -> Iterable[str]:
    """What names something answers to."""
    if owner is missing:
        return ()
    return map(str, owner) if isinstance(owner, Mapping) else (name for name in dir(owner) if not name.startswith("_"))


class Lacking(StrictUndefined):
    """A value that the inputs don't give, in a rule: any use of it but `is given` raises Lack, so that it can't pass for a number or text."""

    __slots__ = ()


def lacking(*what: str) -> Lacking:
    """A value that isn't there because `what` isn't."""
    return Lacking(hint="、".join(dict.fromkeys(what)), exc=Lack)  # type: ignore[arg-type]  # Jinja raises it, whatever it is
