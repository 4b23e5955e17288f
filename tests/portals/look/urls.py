"""Addresses for trying the look by itself."""

from django.urls import path

from oase.portals.look.kit import kit

urlpatterns = [
    path("", kit, name="home"),
    path("look/", kit, name="kit"),
    path("look/<str:page>/", kit, name="kit_page"),
]
