"""What is said of workbooks and Word files that can't be read."""

from reportgen.ooxml.guard import PackageFault, Use, Words


def _words(program: str, old: str, modern: str, unlike: Words, spare: str) -> dict[PackageFault, Words]:
    """The words for the files of an Office program: what they are saved as, what a file of another kind is, and what makes one smaller."""
    repair = f"请用 {program} 或者 WPS 打开检查，修复后重新保存，或者换用完好的副本"
    resave = f"请用 {program} 或者 WPS 打开，另存为“{modern}”"
    return {
        PackageFault.EMPTY: Words("empty-file", "是空文件", "请重新保存这个文件，或者删除"),
        PackageFault.ENCRYPTED: Words("encrypted", "设有打开密码，无法读取", f"请在 {program} 或者 WPS 中打开，取消密码后保存"),
        PackageFault.OLD_FORMAT: Words("old-format", f"是旧的 {old} 格式", resave),
        PackageFault.NO_ZIP: unlike._replace(help=resave),
        PackageFault.DAMAGED: Words("damaged", "不完整或者已经损坏", repair),
        PackageFault.DAMAGED_PART: Words("damaged", "已经损坏（{name}）", repair),
        PackageFault.DOCTYPE: Words("damaged", f"不是规范的 {program} 文件（{{name}} 中有实体定义），为安全起见没有读取", resave),
        PackageFault.LARGE: Words("too-large", "解压后过大，为安全起见没有读取", spare),
    }


_WORKBOOK = _words("Excel", ".xls", "Excel 工作簿（.xlsx）", Words("not-a-workbook", "不是 Excel 工作簿"), "请删除多余的工作表、图片和格式，或者把数据分开保存")
WORKBOOK = Use({**_WORKBOOK, PackageFault.MALFORMED: _WORKBOOK[PackageFault.DAMAGED]._replace(message="的 {name} 缺失或者损坏")})
"""A workbook of inputs."""

_DOCUMENT = _words("Word", ".doc", "Word 文档（.docx）", Words("not-a-document", "不是 Word 文档"), "请删除多余的图片和内容，或者把文件分开保存")
DOCUMENT = Use(
    {
        **_DOCUMENT,
        PackageFault.MALFORMED: _DOCUMENT[PackageFault.DAMAGED_PART],
        PackageFault.LARGE_PART: Words("too-large", "的内容过大，为安全起见没有读取", "请删除多余的内容，或者把文件分开保存"),
    }
)
"""A Word file that is checked, or came back."""
