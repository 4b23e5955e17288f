"""Addresses for trying the look by itself; those that the frame of every page names are the house's."""

from django.urls import path

from oase.config.urls import urlpatterns as house
from oase.portals.look.kit import kit

urlpatterns = [
    path("", kit, name="home"),
    path("look/", kit, name="kit"),
    path("look/<str:page>/", kit, name="kit_page"),
    *house,
]
