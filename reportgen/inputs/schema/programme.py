"""A programme: its vocabularies, and the datasets whose columns offer them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

import yaml

from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.columns import Dataset
from reportgen.inputs.schema.declared import CarriedEntry, Datasets, made, shipped_datasets
from reportgen.inputs.schema.everywhere import RECORDED, with_everywhere
from reportgen.inputs.schema.figure_entries import DeclaredTheme
from reportgen.inputs.schema.vocabulary import PROGRAMME as PACKAGED
from reportgen.inputs.schema.vocabulary import Choice, Vocabularies, Vocabulary, shipped_vocabularies

SEASON_NAME = "采暖季"
"""What a season of the package's programme is called."""


@dataclass(frozen=True, eq=False)
class Programme:
    """What a workspace fills in: the programme of the package with what the workspace adds to it; or, `alone`, what it declares and nothing else.

    `changed` are the keys of the datasets that the workspace declares, or adds columns to. Of a unit of a `level`, columns are required that must be filled
    in there. `season_name` is what a season of it is called where a person reads it: 采暖季, 年度. `title_words` are words that no line of a title ends within.
    """

    vocabularies: Vocabularies
    entries: Datasets
    changed: frozenset[str] = frozenset()
    themes: tuple[DeclaredTheme, ...] = ()
    alone: bool = False
    level: Level | None = None
    season_name: str = SEASON_NAME
    title_words: tuple[str, ...] = ()

    def season(self, year: int | str) -> str:
        """A season by its first year, in words: 2023年采暖季, 2024年度."""
        return f"{year}年{self.season_name.removeprefix('年')}"

    def whole_season(self, year: int) -> str:
        """A season by the years that it is of: the package's goes from autumn to spring, 2023—2024年采暖季; any other is of one, 2024年度."""
        return f"{year}—{self.season(year + 1)}" if self.season_name == SEASON_NAME else self.season(year)

    @property
    def notice(self) -> str:
        """The season's notice, in words."""
        return f"本{self.season_name}的{'' if self.season_name.endswith('年度') else '年度'}通知"

    @cached_property
    def datasets(self) -> tuple[Dataset, ...]:
        """The datasets, in the order in which a workbook has them."""
        return tuple(made(entry, self.vocabularies, self.level) for entry in self.entries.values())

    @property
    def filled_in(self) -> tuple[Dataset, ...]:
        """The datasets that people fill in, which a workbook has sheets for: the program itself records the others."""
        return tuple(dataset for dataset in self.datasets if dataset.key not in RECORDED)

    @property
    def own(self) -> tuple[Dataset, ...]:
        """The datasets that the workspace declares, or adds columns to."""
        return tuple(dataset for dataset in self.datasets if dataset.key in self.changed)

    @property
    def carried(self) -> Mapping[str, CarriedEntry]:
        """What is carried from one season to the next, by dataset."""
        return {key: entry.carried for key, entry in self.entries.items() if entry.carried is not None}

    def at(self, level: Level) -> "Programme":
        """The programme as a unit of a level fills it in: some columns are required of some levels only."""
        if level not in self._at:
            asked = any(isinstance(column.required, tuple) for entry in self.entries.values() for column in entry.columns)
            self._at[level] = replace(self, level=level) if asked else self
        return self._at[level]

    @cached_property
    def _at(self) -> dict[Level, "Programme"]:
        return {}

    @cached_property
    def by_key(self) -> Mapping[str, Dataset]:
        """The datasets by their English keys."""
        return {dataset.key: dataset for dataset in self.datasets}

    @cached_property
    def by_title(self) -> Mapping[str, Dataset]:
        """The datasets by their Chinese titles."""
        return {dataset.title: dataset for dataset in self.datasets}

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """What its tables that may be written across are about, in all words for it: the heating paths."""
        groups = (dataset.columns[dataset.across.group].vocabulary for dataset in self.datasets if dataset.across is not None)
        return tuple(dict.fromkeys(word for vocabulary in groups if vocabulary is not None for choice in vocabulary for word in vocabulary.words(choice)))

    def vocabulary(self, id: str) -> Vocabulary[Choice]:
        """A vocabulary of the programme. Raises KeyError where there is none."""
        return self.vocabularies[id]

    def choice(self, vocabulary: str, key: str) -> Choice:
        """A value that the programme of the package has. Raises StopIteration for any other."""
        return next(choice for choice in self.vocabularies[vocabulary] if choice.key == key)


@cache
def shipped() -> Programme:
    """The programme of the package, which doesn't change while a process runs."""
    return Programme(shipped_vocabularies(), with_everywhere(shipped_datasets()), title_words=shipped_title_words())


@cache
def shipped_title_words() -> tuple[str, ...]:
    """The words of the package's programme that no line of a title ends within."""
    return tuple(yaml.load((PACKAGED / "programme.yaml").read_bytes(), yaml.CSafeLoader)["title_words"])
