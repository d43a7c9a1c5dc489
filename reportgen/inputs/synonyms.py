"""Other words for the choices (选项) and for yes and no that can mean one thing only."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from reportgen.inputs.schema.vocabulary import C, Vocabulary
from reportgen.inputs.wording import fold, split_bracket

YES = ("是", "√", "✓", "✔", "对", "有", "正常", "y", "yes", "true")
NO = ("否", "×", "✗", "✘", "x", "错", "无", "不正常", "异常", "n", "no", "false")
_YES = frozenset(map(fold, YES))
_NO = frozenset(map(fold, NO))


def find_choice(text: str, vocabulary: Vocabulary[C] | None) -> C | None:
    """The choice that `text` names: itself, a synonym, or either with a remark in brackets or in quotes; none without a vocabulary."""
    if vocabulary is None:
        return None
    folded = fold(text).strip("“”\"'‘’")
    words: Mapping[str, C] = _by_word(vocabulary)
    return words.get(folded) or words.get(split_bracket(folded)[0])


@cache
def _by_word(vocabulary: Vocabulary[Any]) -> Mapping[str, Any]:
    """The choices by every word for them, folded; of two with the same word the first."""
    return {fold(word): choice for choice in reversed(vocabulary.choices) for word in reversed(vocabulary.words(choice))}


def find_flag(text: str) -> bool | None:
    """Yes or no, where the text says either."""
    folded = fold(text)
    if folded in _YES:
        return True
    return False if folded in _NO else None
