"""The data dictionary (数据字典): what a dataset is, its columns, types, units, meanings and examples."""

from reportgen.inputs.schema.columns import Across, CellType, Column, Dataset, Field, Origin, Personal, Record
from reportgen.inputs.schema.programme import Programme

__all__ = ["Across", "CellType", "Column", "Dataset", "Field", "Origin", "Personal", "Programme", "Record"]
