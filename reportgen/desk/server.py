"""Serving the desk: one process that answers, one that builds."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from reportgen.desk.settings import MAX_REQUEST

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_TOO_LARGE = "上传的文件太大，没有接收。请删除多余的图片和格式，或者把数据分开保存。".encode()
_KEEP_ALIVE = 15  # seconds
_END = 10  # seconds that answers under way are given when the desk ends


def bounded(application: Application) -> Application:
    """The application, which is never asked for a body that is larger than it reads, or whose length isn't told before."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_bounded({name.lower(): value for name, value in scope["headers"]}):
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
            await send({"type": "http.response.start", "status": 413, "headers": headers})
            await send({"type": "http.response.body", "body": _TOO_LARGE})
            return
        await application(scope, receive, send)

    return answer


def _is_bounded(headers: MutableMapping[bytes, bytes]) -> bool:
    if b"transfer-encoding" in headers:
        return False
    length = headers.get(b"content-length", b"0")
    return length.isdigit() and int(length) <= MAX_REQUEST


def serve(host: str, port: int) -> None:
    """Answer until Ctrl-C or a signal to end; Django must be set up. Raises SystemExit where the port is taken."""
    import uvicorn
    from django.core.asgi import get_asgi_application

    application: Any = bounded(get_asgi_application())
    uvicorn.run(
        application,
        host=host,
        port=port,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_END,
    )
