"""The addresses of the shell."""

from django.urls import path

from touchstone.shell import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("seat/", views.seat, name="seat"),
    path("find/", views.find, name="find"),
    path("help/", views.help_page, name="help"),
    path("health/", views.health, name="health"),
]
