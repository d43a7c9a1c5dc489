"""A programme: its vocabularies, and the datasets whose columns offer them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from reportgen.inputs.schema.columns import Record
from reportgen.inputs.schema.datasets import DATASETS
from reportgen.inputs.schema.vocabulary import Choice, Vocabularies, Vocabulary, shipped_vocabularies


@dataclass(frozen=True, eq=False)
class Programme:
    """What a workspace fills in: the programme of the package, with what the workspace adds to it."""

    vocabularies: Vocabularies
    datasets: tuple[type[Record], ...]

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
    return Programme(shipped_vocabularies(), DATASETS)


def with_vocabularies(vocabularies: Vocabularies) -> Programme:
    """The programme of the package with other vocabularies."""
    return Programme(vocabularies, tuple(_offering(dataset, vocabularies) for dataset in DATASETS))


def _offering(dataset: type[Record], vocabularies: Vocabularies) -> type[Record]:
    """A dataset whose columns offer the values of other vocabularies."""
    own = {"vocabularies": classmethod(lambda _cls: vocabularies), "__module__": dataset.__module__, "__doc__": dataset.__doc__}
    return type(dataset.__name__, (dataset,), own)
