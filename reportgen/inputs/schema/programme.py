"""A programme: its vocabularies, and the datasets whose columns offer them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.columns import Record
from reportgen.inputs.schema.datasets import DATASETS
from reportgen.inputs.schema.declared import DatasetDraft, DatasetEntry
from reportgen.inputs.schema.everywhere import everywhere
from reportgen.inputs.schema.figure_entries import DeclaredTheme
from reportgen.inputs.schema.vocabulary import Choice, Vocabularies, Vocabulary, shipped_vocabularies


@dataclass(frozen=True, eq=False)
class Programme:
    """What a workspace fills in: the programme of the package with what the workspace adds to it; or, `alone`, what it declares and nothing else."""

    vocabularies: Vocabularies
    datasets: tuple[type[Record], ...]
    drafts: Mapping[str, DatasetDraft] = field(default_factory=dict)
    themes: tuple[DeclaredTheme, ...] = ()
    alone: bool = False

    @cached_property
    def own(self) -> tuple[type[Record], ...]:
        """The datasets that the workspace declares, or adds columns to."""
        return tuple(dataset for dataset in self.datasets if dataset.KEY in self.drafts)

    @property
    def carried(self) -> tuple[type[Record], ...]:
        """The datasets that the workspace declares whose rows stand from one season to the next."""
        return tuple(dataset for dataset in self.own if self.drafts[dataset.KEY].entry.carried)

    def at(self, level: Level) -> "Programme":
        """The programme as a unit of a level fills it in: some columns are required of some levels only."""
        if level not in self._at:
            asked = any(isinstance(column.required, tuple) for draft in self.drafts.values() for column in draft.columns.values())
            self._at[level] = replace(self, datasets=_datasets(self.vocabularies, self.drafts, level, alone=self.alone)) if asked else self
        return self._at[level]

    @cached_property
    def _at(self) -> dict[Level, "Programme"]:
        return {}

    @cached_property
    def by_key(self) -> Mapping[str, type[Record]]:
        """The datasets by their English keys."""
        return {dataset.KEY: dataset for dataset in self.datasets}

    @cached_property
    def by_title(self) -> Mapping[str, type[Record]]:
        """The datasets by their Chinese titles."""
        return {dataset.TITLE: dataset for dataset in self.datasets}

    def vocabulary(self, id: str) -> Vocabulary[Choice]:
        """A vocabulary of the programme. Raises KeyError where there is none."""
        return self.vocabularies[id]

    def choice(self, vocabulary: str, key: str) -> Choice:
        """A value that the programme of the package has. Raises StopIteration for any other."""
        return next(choice for choice in self.vocabularies[vocabulary] if choice.key == key)


@cache
def shipped() -> Programme:
    """The programme of the package, which doesn't change while a process runs."""
    return Programme(shipped_vocabularies(), packaged(alone=False))


def packaged(*, alone: bool) -> tuple[type[Record], ...]:
    """The datasets of the package: of its programme, and those of every programme; `alone`, these without it."""
    return everywhere() if alone else (*DATASETS, *everywhere())


def declared(vocabularies: Vocabularies, drafts: Mapping[str, DatasetDraft], *, alone: bool) -> Programme:
    """The programme of the package with other vocabularies, and with what is declared of datasets (by key); or, `alone`, these without it."""
    return Programme(vocabularies, _datasets(vocabularies, drafts, None, alone=alone), drafts, alone=alone)


def _datasets(vocabularies: Vocabularies, drafts: Mapping[str, DatasetDraft], level: Level | None, *, alone: bool) -> tuple[type[Record], ...]:
    of_package, of_all = () if alone else DATASETS, everywhere()
    known = [dataset.KEY for dataset in (*of_package, *of_all)]
    added = tuple(draft for key, draft in drafts.items() if key not in known)

    def changed(datasets: tuple[type[Record], ...]) -> tuple[DatasetDraft, ...]:
        return tuple(drafts.get(dataset.KEY) or DatasetDraft(dataset, DatasetEntry(key=dataset.KEY)) for dataset in datasets)

    return tuple(draft.made(vocabularies, level) for draft in (*changed(of_package), *added, *changed(of_all)))
