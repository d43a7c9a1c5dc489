"""Kinds of document of which a season has many: what kinds.yaml says of them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from reportgen.inputs.schema import CellType
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.wording import proposal

MONTH, FREE = "月", "自定"


class Series(BaseModel):
    """That a season has many issues of a kind: what they are counted as, what the period of each is, and when it is due, in days after the period's end.

    `rows` name by dataset the column of dates that tells to which period a row belongs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    counter: Literal["期", "号"] = "期"
    period: Literal["周", "旬", "月", "自定"]
    due_after: Annotated[int, Field(ge=0)] | None = None
    rows: dict[str, str] = {}

    @field_validator("rows")
    @classmethod
    def _dated(cls, value: dict[str, str], told: ValidationInfo) -> dict[str, str]:
        types = (CellType.DATE, CellType.MONTH) if told.data.get("period") == MONTH else (CellType.DATE,)
        by_key = (told.context or shipped()).by_key
        for key, column in value.items():
            if key not in by_key:
                raise ValueError(f"不认识的数据表 {key}{proposal(key, by_key)}")
            dates = [field.key for field in by_key[key].fields() if field.type in types]
            if column not in dates:
                there = f"可以写的有{'、'.join(dates)}" if dates else "这张表的行不能按时段分"
                raise ValueError(f"数据表 {key} 没有日期列 {column}{proposal(column, dates)}，{there}")
        return value
