"""The addresses. Each route's name is one of the table of rights (`desk.roles`)."""

from django.urls import path

from reportgen.desk.steps import STEPS
from reportgen.desk.views import board, comments, document, faults, people, sign_in, steps, trail, unit, upload, words
from reportgen.desk.views.asset import asset

_UNIT = "units/<str:season>/<str:unit>/"
_DOCUMENT = "documents/<str:season>/<str:unit>/<str:kind>/"

urlpatterns = [
    path("asset/<str:digest>/<str:name>", asset, name="asset"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("first/<str:secret>/", sign_in.first, name="first"),
    path("password/", sign_in.password, name="password"),
    path("", board.board_page, name="board"),
    path(_UNIT, unit.unit_page, name="unit"),
    path(f"{_UNIT}workbook/<str:book>", unit.workbook, name="workbook"),
    path(f"{_UNIT}upload/", upload.upload, name="upload"),
    path(f"{_UNIT}upload/<int:number>/", upload.receipt, name="receipt"),
    path(f"{_UNIT}upload/<int:number>/kept/<str:which>", upload.kept, name="kept"),
    path(f"{_UNIT}upload/<int:number>/marked", upload.marked_copy, name="marked"),
    path(f"{_UNIT}upload/<int:number>/put", upload.put, name="put"),
    path(_DOCUMENT, document.document_page, name="document"),
    path(f"{_DOCUMENT}preview/<int:version>/", document.preview_page, name="preview"),
    path(f"{_DOCUMENT}file/<int:version>/<str:format>", document.file, name="file"),
    path(f"{_DOCUMENT}comments/", comments.comments_page, name="comments"),
    path(f"{_DOCUMENT}comments/add/", comments.comment, name="comment"),
    path(f"{_DOCUMENT}comments/<int:number>/", comments.answer_one, name="answer"),
    path(f"{_DOCUMENT}commented/<int:version>/", comments.commented, name="commented"),
    path(f"{_DOCUMENT}word/", words.return_word, name="return-word"),
    path(f"{_DOCUMENT}word/<int:number>/", words.word, name="word"),
    path(f"{_DOCUMENT}word/<int:number>/kept", words.word_kept, name="word-kept"),
    path(f"{_DOCUMENT}word/<int:number>/take", words.take, name="take"),
    path(f"{_DOCUMENT}word/<int:number>/refuse", words.refuse, name="refuse"),
    path(f"{_DOCUMENT}generate/", document.generate, name="generate"),
    path(f"{_DOCUMENT}job/<int:number>/", document.job, name="job"),
    *(path(f"{_DOCUMENT}{step.route}/", steps.step, {"route": step.route}, name=step.route) for step in STEPS),
    path("people/", people.people, name="people"),
    path("people/<int:number>/", people.person, name="person"),
    path("trail/", trail.trail, name="trail"),
    path("trail/export", trail.export, name="trail-export"),
]

handler400 = faults.bad_request
handler403 = faults.forbidden
handler404 = faults.not_found
handler500 = faults.failed
