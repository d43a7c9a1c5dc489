"""Names that don't exist and values that a rule isn't given; and what is written wrongly."""

from jinja2 import StrictUndefined


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
        return f"列表没有第{name + 1}项" if isinstance(name, int) else f"用了没有定义的名称“{name}”"


class Lacking(StrictUndefined):
    """A value that the inputs don't give, in a rule: any use of it but `is given` raises Lack, so that it can't pass for a number or text."""

    __slots__ = ()


def lacking(*what: str) -> Lacking:
    """A value that isn't there because `what` isn't."""
    return Lacking(hint="、".join(dict.fromkeys(what)), exc=Lack)  # type: ignore[arg-type]  # Jinja raises it, whatever it is
