from django.urls import URLPattern, path

from oase.portals.customer import access, asking, coming_back, concern, concerns, files, helpers, profile

urlpatterns: list[URLPattern] = [
    path("ask/<slug:slug>/", asking.ask, name="ask"),
    path("ask/<slug:slug>/preview/", asking.preview, name="ask-preview"),
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/<uuid:conversation_id>/", concern.concern, name="concern"),
    path("concerns/<uuid:conversation_id>/live/", concern.live, name="concern-live"),
    path("concerns/<uuid:conversation_id>/reply/", concern.reply, name="concern-reply"),
    path("concerns/<uuid:conversation_id>/preview/", concern.preview, name="concern-preview"),
    path("concerns/<uuid:conversation_id>/choices/<int:choice_id>/", concern.withdraw, name="concern-withdraw"),
    path("concerns/<uuid:conversation_id>/company/", concern.company, name="concern-company"),
    path("concerns/<uuid:conversation_id>/confirm/", concern.confirm, name="concern-confirm"),
    path("concerns/<uuid:conversation_id>/decline/", concern.decline, name="concern-decline"),
    path("concerns/<uuid:conversation_id>/rate/", concern.rate, name="concern-rate"),
    path("access/", access.access_log, name="access-log"),
    path("link/<str:token>/", coming_back.link, name="link"),
    path("files/<str:token>/", files.file, name="file"),
    path("profile/", profile.profile, name="profile"),
    path("helpers/<int:person_id>/", helpers.helper, name="helper"),
]
