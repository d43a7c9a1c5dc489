"""Uploads that are being tried: each goes on in a thread of its own, so that nobody's browser hangs on it; its receipt says so until it is over."""

import threading
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import connection

from reportgen.desk.models import Upload
from reportgen.desk.seen import Unavailable
from reportgen.files import cause

MOMENT = 0.8
"""Seconds: what is over by then is told at once, and the rest by the receipt, which follows it."""

_going: dict[int, threading.Thread] = {}
_lock = threading.Lock()


def go(uploads: Iterable[Upload], work: Callable[[], object]) -> None:
    """Do the work with uploads, and wait a moment for it. Where nothing is tried beside the server it is done here. One that is under way already goes on."""
    if settings.DESK_TRIALS.start is None:
        work()
        return
    with _lock:
        numbers = tuple(upload.pk for upload in uploads)
        thread = next((_going[number] for number in numbers if number in _going), None)
        if thread is None:
            thread = threading.Thread(target=_do, args=(numbers, work), daemon=True)
            _going.update(dict.fromkeys(numbers, thread))
            thread.start()
    thread.join(MOMENT)


def is_going(number: int) -> bool:
    """Whether an upload (by its number) is being tried or put in place just now."""
    return number in _going


def _do(numbers: tuple[int, ...], work: Callable[[], object]) -> None:
    """What goes wrong is told on the receipt, from which one may go on."""
    try:
        work()
    except Unavailable as fault:
        _tell(numbers, str(fault))
    except OSError as fault:
        _tell(numbers, f"服务器读写文件出错（{cause(fault)}），请联系管理员检查磁盘空间和权限")
    except Exception as fault:  # noqa: BLE001  # as a page that fails
        _tell(numbers, f"程序出错（{type(fault).__name__}），请把这条提示反馈给软件维护人员")
    finally:
        connection.close()
        for number in numbers:
            del _going[number]


def _tell(numbers: tuple[int, ...], words: str) -> None:
    Upload.objects.filter(pk__in=numbers).update(remark=words)
