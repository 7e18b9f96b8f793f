"""The addresses of this room."""

from django.urls import path

from touchstone.centres import doorway, views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("staff/", views.staff, name="staff"),
    path("staff/invite/", views.staff_invite, name="staff_invite"),
    path("staff/competences/", views.competences, name="competences"),
    path("staff/<uuid:pk>/", views.staff_person, name="staff_person"),
    path("staff/seats/<uuid:pk>/end/", views.seat_end, name="seat_end"),
    path("staff/competences/<uuid:pk>/suspend/", views.competence_suspend, name="competence_suspend"),
    path("staff/interests/<uuid:pk>/end/", views.interest_end, name="interest_end"),
    path("staff/invitations/<uuid:pk>/withdraw/", views.invitation_withdraw, name="invitation_withdraw"),
    path("approvals/", views.approvals, name="approvals"),
    path("approvals/new/", views.approval_new, name="approval_new"),
    path("approvals/<uuid:pk>/", views.approval, name="approval"),
    path("invitation/<str:token>/", doorway.invitation, name="invitation"),
]
