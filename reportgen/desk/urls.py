"""The addresses. Each route's name is one of the table of rights (`desk.roles`)."""

from django.urls import path

from reportgen.desk.steps import STEPS
from reportgen.desk.views import board, changes, document, faults, kinds, notices, people, sign_in, steps, trail, unit, upload, wording
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
    path(f"{_DOCUMENT}generate/", document.generate, name="generate"),
    path(f"{_DOCUMENT}job/<int:number>/", document.job, name="job"),
    *(path(f"{_DOCUMENT}{step.route}/", steps.step, {"route": step.route}, name=step.route) for step in STEPS),
    path("people/", people.people, name="people"),
    path("people/<int:number>/", people.person, name="person"),
    path("trail/", trail.trail, name="trail"),
    path("trail/export", trail.export, name="trail-export"),
    path("kinds/", kinds.kinds, name="kinds"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<str:book>", notices.book, name="notice-blank"),
    path("wording/", wording.wording, name="wording"),
    path("wording/file/", wording.text, name="wording-file"),
    path("wording/preview/", wording.preview, name="wording-preview"),
    path("wording/page/<str:secret>/", wording.page, name="wording-page"),
    path("changes/", changes.changes, name="changes"),
    path("changes/<int:number>/", changes.change, name="change"),
    path("changes/<int:number>/file/<int:place>/<str:which>", changes.file, name="change-file"),
]

handler400 = faults.bad_request
handler403 = faults.forbidden
handler404 = faults.not_found
handler500 = faults.failed
