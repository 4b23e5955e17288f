from django.urls import path

from oase.portals.public import pages
from oase.portals.public.health import healthz

urlpatterns = [
    path("", pages.home, name="home"),
    path("mail/", pages.mail, name="mail"),
    path("privacy/", pages.privacy, name="privacy"),
    path("imprint/", pages.imprint, name="imprint"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("healthz", healthz, name="healthz"),
]
