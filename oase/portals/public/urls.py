from django.urls import path

from oase.portals.public import expert_page, experts, no_mails, no_thanks, notices, pages, phone
from oase.portals.public.health import healthz

urlpatterns = [
    path("", pages.home, name="home"),
    path("mail/", pages.mail, name="mail"),
    path("privacy/", pages.privacy, name="privacy"),
    path("experts/", experts.experts, name="experts"),
    path("experts/<slug:slug>/", experts.invitation, name="invitation"),
    path("experts/<slug:slug>/apply/", experts.apply, name="apply"),
    path("faces/<slug:key>.jpg", experts.portrait, name="portrait"),
    path("expert/<slug:name>/", expert_page.expert_page, name="expert-page"),
    path("imprint/", pages.imprint, name="imprint"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("healthz", healthz, name="healthz"),
    path("manifest.webmanifest", phone.manifest, name="manifest"),
    path("service-worker.js", phone.service_worker, name="service-worker"),
    path("offline/<str:language>/", phone.offline, name="offline"),
    path("phone/who/", phone.who, name="phone-who"),
    path("no-mails/<str:token>/", no_mails.no_mails, name="no-mails"),
    path("no-thanks/<str:token>/", no_thanks.no_thanks, name="no-thanks"),
    path("notices/", notices.notices, name="notices"),
    path("notices/devices/", notices.add, name="notices-add"),
    path("notices/devices/<int:device_id>/", notices.remove, name="notices-remove"),
    path("notices/devices/<int:device_id>/try/", notices.try_out, name="notices-try"),
]
