"""The encoding of a text file, in which what is put into it is written too."""

from collections.abc import Callable

from reportgen.diagnostics import Unreadable
from reportgen.inputs.delimited import encoding_of

_MARK = "\ufeff"


class NoLetter(Exception):
    """A text that a file's encoding has no signs for: which they are."""


def encoder(data: bytes) -> Callable[[str], bytes]:
    """What writes texts as a file has them; it raises NoLetter. Raises Unreadable."""
    encoding = _narrow(data)

    def encode(text: str) -> bytes:
        try:
            return text.encode(encoding)
        except UnicodeEncodeError as fault:
            raise NoLetter(_lacking(encoding, text)) from fault

    return encode


def lacking(data: bytes, text: str) -> str:
    """The signs of a text that the encoding of a file hasn't. Raises Unreadable."""
    return _lacking(_narrow(data), text)


def _lacking(encoding: str, text: str) -> str:
    return "".join(sign for sign in dict.fromkeys(text) if not sign.encode(encoding, "ignore"))


def _narrow(data: bytes) -> str:
    # What Windows writes as GBK is read as that by Excel and Notepad: what only GB 18030 has would be other signs there.
    encoding = encoding_of(data)
    return "gbk" if encoding == "gb18030" and _is_gbk(data) else encoding


def reencoded(data: bytes, before: str, text: str) -> bytes:
    """A text in the place of that of a file (`before`, without its mark), which is written as it was. Raises NoLetter, Unreadable."""
    encode = encoder(data)
    mark = next((mark for mark in (_MARK.encode("utf-8"), _MARK.encode("utf-16-le"), _MARK.encode("utf-16-be")) if data.startswith(mark)), b"")
    if mark + encode(before) != data:
        raise Unreadable("unusual-text", "的编码不常见，在网页上写不进去", "请下载后用记事本另存为 UTF-8 编码，再上传")
    return mark + encode(text)


def _is_gbk(data: bytes) -> bool:
    try:
        data.decode("gbk")
    except UnicodeDecodeError:
        return False
    return True
