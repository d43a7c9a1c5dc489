"""Names of sheets and files that hold no data: what explains them, and what they are filled in by."""

from reportgen.inputs.wording import fold, split_bracket

DESCRIPTION, FILINGS = "单位说明", "公文"
"""What a unit is, and the numbers and dates of its documents: what 单位.yaml says may stand in sheets so called."""
REMARK = "备注"
"""The heading of what an office writes for itself; nobody reads it."""
_NOT_DATA = frozenset(
    map(
        fold,
        (
            *("填报说明", "说明", "填表说明", "使用说明", "封面", "目录", "核对清单", "结转核对"),
            *("数据字典", "字典", "选项", "下拉选项", "代码表", "文种标题"),
        ),
    )
)


def is_no_data(name: str) -> bool:
    """Whether a sheet or file so called holds no data."""
    return split_bracket(fold(name))[0] in _NOT_DATA or fold(name) in (DESCRIPTION, FILINGS)
