"""A dataset that lacks what everybody asks it for is refused where it is defined."""

from typing import Annotated, Any, ClassVar

import pytest

from reportgen.inputs.schema import Column, Dataset, Record

WHOLE = {"KEY": "wells", "TITLE": "水井", "ROW": "一行是一口水井", "name": "甲"}
NAME = Annotated[str, Column("名称", "水井的名称", "一号井")]


def define(names: dict[str, Any], annotation: Any = NAME) -> Dataset:
    constants = {name: value for name, value in names.items() if name.isupper()}
    return type("Well", (Record,), {**constants, "__annotations__": {**dict.fromkeys(constants, ClassVar[str]), "name": annotation}, "__module__": __name__})


def test_a_whole_one_is_a_dataset() -> None:
    assert [field.column.title for field in define(WHOLE).fields()] == ["名称"]


@pytest.mark.parametrize("lacking", ["KEY", "TITLE", "ROW"])
def test_what_is_lacking_is_named(lacking: str) -> None:
    with pytest.raises(TypeError, match=f"dataset Well lacks {lacking}: ClassVar"):
        define({name: value for name, value in WHOLE.items() if name != lacking})


def test_a_field_without_its_column_is_named() -> None:
    with pytest.raises(TypeError, match="dataset Well: name must be Annotated"):
        define(WHOLE, str)
