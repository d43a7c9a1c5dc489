"""The addresses. Each route's name is one of the table of rights (`desk.roles`)."""

from django.urls import path

from reportgen.desk.steps import STEPS
from reportgen.desk.views import (
    board,
    checklist,
    compare,
    differences,
    document,
    edit,
    faults,
    filing,
    intake,
    outliers,
    people,
    provider,
    reception,
    sign_in,
    steps,
    trail,
    unit,
    upload,
    whole,
)
from reportgen.desk.views.asset import asset

_UNIT = "units/<str:season>/<str:unit>/"
_DOCUMENT = "documents/<str:season>/<str:unit>/<str:kind>/"

urlpatterns = [
    path("asset/<str:digest>/<str:name>", asset, name="asset"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/provider/", provider.provider, name="provider"),
    path("sign-in/provider/back/", provider.back, name="provider-back"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("first/<str:secret>/", sign_in.first, name="first"),
    path("password/", sign_in.password, name="password"),
    path("", board.board_page, name="board"),
    path(_UNIT, unit.unit_page, name="unit"),
    path(f"{_UNIT}checking/", unit.checking, name="checking"),
    path(f"{_UNIT}workbook/<str:book>", unit.workbook, name="workbook"),
    path(f"{_UNIT}upload/", upload.upload, name="upload"),
    path(f"{_UNIT}upload/<int:number>/", upload.receipt, name="receipt"),
    path(f"{_UNIT}upload/<int:number>/kept/<str:which>", upload.kept, name="kept"),
    path(f"{_UNIT}upload/<int:number>/marked", upload.marked_copy, name="marked"),
    path(f"{_UNIT}upload/<int:number>/put", upload.put, name="put"),
    path(f"{_UNIT}register/", filing.register, name="register"),
    path(f"{_UNIT}intake/", intake.intake, name="intake"),
    path(f"{_UNIT}intake/<int:number>/", intake.receipt, name="intake-receipt"),
    path(f"{_UNIT}intake/<int:number>/again", intake.again, name="intake-again"),
    path(f"{_UNIT}intake/<int:number>/take", intake.take, name="intake-take"),
    path(f"{_UNIT}intake/<int:number>/marked/<str:digest>", intake.marked, name="intake-marked"),
    path(f"{_UNIT}intake/<int:number>/slip/<str:digest>", intake.slip, name="intake-slip"),
    path(f"{_UNIT}hand-out/", intake.hand_out, name="hand-out"),
    path(f"{_UNIT}handed-out/", intake.handed_out, name="handed-out"),
    path("reception/", reception.reception, name="reception"),
    path(f"{_UNIT}looked/", outliers.looked, name="looked"),
    path(f"{_UNIT}upload/batch/<str:batch>/", upload.batch, name="batch"),
    path(f"{_UNIT}upload/<int:number>/differences/", differences.differences, name="differences"),
    path(f"{_UNIT}edit/", edit.edit, name="edit"),
    path(f"{_UNIT}whole/", whole.whole, name="whole"),
    path(_DOCUMENT, document.document_page, name="document"),
    path(f"{_DOCUMENT}preview/<int:version>/", document.preview_page, name="preview"),
    path(f"{_DOCUMENT}file/<int:version>/<str:format>", document.file, name="file"),
    path(f"{_DOCUMENT}compare/", compare.compare_page, name="compare"),
    path(f"{_DOCUMENT}compare/<str:format>", compare.compare_file, name="compare-file"),
    path(f"{_DOCUMENT}generate/", document.generate, name="generate"),
    path(f"{_DOCUMENT}job/<int:number>/", document.job, name="job"),
    path(f"{_DOCUMENT}checklist/", checklist.checklist_page, name="checklist"),
    path(f"{_DOCUMENT}explanations/", checklist.explanations, name="explanations"),
    path(f"{_DOCUMENT}excuse/", checklist.excuse, name="excuse"),
    path(f"{_DOCUMENT}no-excuse/", checklist.no_excuse, name="no-excuse"),
    path(f"{_DOCUMENT}filing/", filing.filing, name="filing"),
    path(f"{_DOCUMENT}package/<int:number>", filing.package, name="package"),
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
