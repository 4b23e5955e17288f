from django.urls import URLPattern, path

from oase.portals.customer import (
    access,
    asking,
    coming_back,
    concern,
    concerns,
    files,
    helpers,
    leaving,
    my_data,
    profile,
    reporting,
)
from oase.portals.public.phone import kept_offline

urlpatterns: list[URLPattern] = [
    path("ask/<slug:slug>/", asking.ask, name="ask"),
    path("ask/<slug:slug>/preview/", asking.preview, name="ask-preview"),
    path("concerns/", kept_offline(concerns.concerns), name="concerns"),
    path("concerns/<uuid:conversation_id>/", kept_offline(concern.concern), name="concern"),
    path("concerns/<uuid:conversation_id>/live/", concern.live, name="concern-live"),
    path("concerns/<uuid:conversation_id>/reply/", concern.reply, name="concern-reply"),
    path("concerns/<uuid:conversation_id>/preview/", concern.preview, name="concern-preview"),
    path("concerns/<uuid:conversation_id>/choices/<int:choice_id>/", concern.withdraw, name="concern-withdraw"),
    path("concerns/<uuid:conversation_id>/company/", concern.company, name="concern-company"),
    path("concerns/<uuid:conversation_id>/confirm/", concern.confirm, name="concern-confirm"),
    path("concerns/<uuid:conversation_id>/decline/", concern.decline, name="concern-decline"),
    path("concerns/<uuid:conversation_id>/rate/", concern.rate, name="concern-rate"),
    path("concerns/<uuid:conversation_id>/report/", reporting.report, name="concern-report"),
    path("access/", access.access_log, name="access-log"),
    path("link/<str:token>/", coming_back.link, name="link"),
    path("files/<str:token>/", files.file, name="file"),
    path("my-data/", my_data.my_data, name="my-data"),
    path("my-data/ask/", my_data.ask, name="my-data-ask"),
    path("my-data/<uuid:export_id>/", my_data.fetch, name="my-data-fetch"),
    path("profile/", profile.profile, name="profile"),
    path("profile/leaving/", leaving.leaving, name="leaving"),
    path("profile/leaving/keep/", leaving.keep, name="leaving-keep"),
    path("profile/leaving/now/", leaving.at_once, name="leaving-now"),
    path("forgotten/<str:token>/", leaving.forgotten, name="forgotten"),
    path("helpers/<int:person_id>/", helpers.helper, name="helper"),
]
