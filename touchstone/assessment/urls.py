"""The addresses of this room."""

from django.urls import path

from touchstone.assessment.views import desk, learner, lists, papers

urlpatterns = [
    path("queue/", lists.queue, name="queue"),
    path("queue/allocate/", lists.allocate, name="allocate"),
    path("queue/<uuid:pk>/reallocate/", lists.reallocate, name="reallocate"),
    path("desk/", desk.soonest, name="desk_soonest"),
    path("desk/<uuid:pk>/", desk.start, name="desk"),
    path("desk/<uuid:pk>/sign/", desk.sign, name="sheet_sign"),
    path("desk/<uuid:pk>/return/", desk.return_unassessed, name="sheet_return"),
    path("desk/<uuid:pk>/<str:ref>/", desk.criterion, name="desk_criterion"),
    path("desk/<uuid:pk>/<str:ref>/save/", desk.save_decision, name="decision_save"),
    path("desk/<uuid:pk>/outcome/<str:number>/save/", desk.save_comment, name="comment_save"),
    path("results/", learner.results, name="results"),
    path("results/<uuid:pk>/", learner.result, name="result"),
    path("sheets/<uuid:pk>/result-sheet.pdf", papers.result_sheet_pdf, name="result_sheet_pdf"),
    path("sheets/<uuid:pk>/result-sheet.docx", papers.result_sheet_docx, name="result_sheet_docx"),
]
