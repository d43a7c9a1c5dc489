"""The pages of what went wrong: in words, with what to do, and nothing of the machine."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _page(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    return render(request, "desk/fault.html", {"title": title, "words": words}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What the browser sent can't be understood."""
    del exception
    return _page(request, 400, "请求有误", "浏览器发来的内容不完整或者不正确，请返回上一页重新操作。")


def unkeepable(request: HttpRequest) -> HttpResponse:
    """Somebody has pasted a character that nobody sees and not every database keeps (NUL)."""
    return _page(request, 400, "没有保存", "填写的内容里有看不见的控制字符，多半是从别处粘贴来的。请返回上一页，删去粘贴的内容，重新填写。")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The table of rights doesn't give it."""
    del exception
    return _page(request, 403, "没有权限", "您的职责不包括这一项。需要办理的，请联系管理员核对您在“人员”中的单位和职责。")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is nothing at this address."""
    del exception
    return _page(request, 404, "没有这一页", "地址不正确，或者这个单位、公文已经不在了。请从“总览”重新进入。")


def failed(request: HttpRequest) -> HttpResponse:
    """A bug of ours."""
    return _page(request, 500, "程序出错", "这一步没有办成，已经办好的不受影响。请稍后再试；一直这样的，请告诉软件维护人员您在做什么。")


def unavailable(request: HttpRequest, words: str) -> HttpResponse:
    """The workspace can't be asked now."""
    return _page(request, 503, "暂时不能查看", words)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the mark that it came from here: it stood open too long, or another site sent it."""
    del reason
    return _page(request, 403, "页面已经过期", "这一步没有办理。请返回上一页，刷新后重新操作；仍然不行的，请退出后重新登录。")
