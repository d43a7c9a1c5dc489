"""The words of the engine as they are told at the desk: what they say of the console's commands and options is done on its pages, or by who looks after it."""

import re

_BUILD = r"(请先|请)?运行 reportgen build( (?!重新生成|生成最新|查看)[^\s，；。]+)*( 生成最新的 PDF| 重新生成| 查看原因)?(；文件已经生成的，加上 --force)?"
_REST = (
    r"[，；：]?(多半由|用|请用|请先用|请其用|只用|请先运行|请运行|再运行|运行)? ?reportgen [a-z][a-z-]*"
    r"( new| --?[\w-]+|( [\w.{}-]+)(?=[，；。、 ）]|$))*( 写入| 生成| 下发)?"
)
_INSTEAD: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(before), after)
    for before, after in (
        (r"另一个 reportgen ", "另一个程序"),
        (r"(另一|更新)版本的 reportgen ", r"\1版本的软件"),
        (r"不是 reportgen 的报送包", "不是报送包"),
        (r"（reportgen new[^）]*）", "（请管理员建立）"),
        (r"请对照 reportgen new 建立的空白工作簿", "请对照管理员发的空白填报表"),
        (r"请用 reportgen new 建立单位以后放进它的文件夹", "请填报单位在本单位的数据页上传"),
        (r"请运行 reportgen notice new( [^\s，；。]+)?，在工作簿中填写", "请管理员建立年度通知的工作簿，填写"),
        (r"，?可以从 reportgen notice new( [^\s，；。]+)? 写出的空白工作簿复制", "，可以请管理员另发一份空白的，从中复制"),
        (r"(可以)?(请)?(用|运行) reportgen (figures|trace)( [^\s，；。用查]+)? 查看", "可以在公文页点预览中的数字查看"),
        (r"、核对清单或者 reportgen check", "、核对副本或者“发现的问题”"),
        (r"请按 reportgen check( [^\s，；。]+)? 列出的办法改正", "请按“发现的问题”中写的办法改正"),
        (r"[，；]?(列出错误的办法：|请运行 )reportgen check( --?[\w-]+| [^\s，；。（）]+)*", "，具体的错误请管理员查看"),
        (r"（reportgen check[^）]*）", "（见“发现的问题”）"),
        (r"；确实是新的([^；，]+)的，请在 inputs/programme/\S+ 中加一行：.*", r"；确实是新的\1的，请管理员增加这个选项"),
        (r"[，；]?(请先|请再)?(运行|用) reportgen upgrade( [^\s，；。]+)? 补上这些列", "，请下载后在 Excel 中补上这些列"),
        (r"[，；]?(请先|请)?运行 reportgen upgrade( [^\s，；。]+)? 补上", "，请管理员补上"),
        (r"再运行一次 reportgen file", "再报送一次"),
        (r"再运行一次 reportgen build", "再生成一次"),
        (_BUILD, r"\1在公文页点“重新生成”"),
        (r"用 reportgen log 查看", "各版列在公文页"),
        (r"(请|再)?运行 reportgen log --verify( 可以)?( ?查看[^，；。]*)?(，核对哪一个被改动过)?", "请管理员核对版本记录"),
        (r"用 reportgen verify 核对(报送包)?", "请上级在“收件”页核对报送包"),
        (r"请?用 reportgen file --to-seal 写出的文件重新盖章", "请报送单位用盖章前写出的文件重新盖章"),
        (r"(请)?运行 reportgen key[^，；。]* --trust[^，；。]*", "请管理员登记它的指纹"),
        (r"运行 reportgen key[^，；。]* --lost ", "请管理员"),
        (r"请用 reportgen file 单位 文种 --sealed 文件 收回，与定稿核对以后一起保存；.*", "请管理员收回，与定稿核对以后一起保存"),
        (r"请在建好的工作区中用包内的数据运行 reportgen check", "不同的请与报送单位核对"),
        (r"名称见 reportgen figures", "名称请管理员查看"),
        (_REST, "，请管理员办理"),
        (r"(请)?用 --override (写明|说明)", r"\1\2"),
        (r"请改写 --override 的理由和 --by 的报送人", "请改写报送的理由和报送人的姓名"),
        (r"请改正 --number", "请改正文号"),
        (r"，?(收集时)?加 --overwrite( ?再收集)?", "，勾选“以收到的为准”，再点“重新核对”"),
        (r"用 --season \S+ 收集", "在它那一年的报送台中收"),
        (r"请改用 --to 文件.html 或 --to 文件.pdf", "请改看网页上的花脸稿，或者下载 PDF"),
        (r"（--[a-z-]+）", ""),
    )
)
"""What is said of a command or an option, and what is said instead to somebody at the desk. In this order: that of any command takes whatever is left."""

_MARKS = ("reportgen ", "--", "inputs/programme/")
"""One of these is in whatever names a command, an option, or a file that only who looks after the desk can write."""


def at_desk(words: str) -> str:
    """What a message or help says, without the commands and options of the console."""
    if not any(mark in words for mark in _MARKS):
        return words
    for before, after in _INSTEAD:
        words = before.sub(after, words)
    return words.lstrip("，；")
