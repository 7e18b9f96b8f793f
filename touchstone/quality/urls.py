"""The addresses of this room."""

from django.urls import path

from touchstone.quality.views import checking, releasing

urlpatterns = [
    path("checks/", checking.checks, name="checks"),
    path("checks/<uuid:pk>/", checking.check, name="check"),
    path("checks/<uuid:pk>/begin/", checking.check_begin, name="check_begin"),
    path("checks/<uuid:pk>/answer/", checking.check_answer, name="check_answer"),
    path("sampling/", checking.sampling, name="sampling"),
    path("eqa/", releasing.eqa_room, name="eqa_room"),
    path("eqa/release/", releasing.eqa_release, name="eqa_release"),
    path("eqa/results/<uuid:pk>/", releasing.eqa_item, name="eqa_item"),
    path("eqa/results/<uuid:pk>/test/", releasing.eqa_test, name="eqa_test"),
    path("eqa/results/<uuid:pk>/release/", releasing.eqa_release_one, name="eqa_release_one"),
    path("eqa/results/<uuid:pk>/refuse/", releasing.eqa_refuse, name="eqa_refuse"),
    path("eqa/activities/", releasing.eqa_activities, name="eqa_activities"),
    path("eqa/activities/<uuid:pk>/close/", releasing.eqa_activity_close, name="eqa_activity_close"),
]
