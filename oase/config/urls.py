from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from oase.portals.look.kit import kit
from oase.portals.public.errors import bad_request, page_not_found, permission_denied, server_error

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("oase.portals.public.urls")),
    path("", include("oase.portals.customer.urls")),
    path("", include("oase.portals.widget.urls")),
    path("desk/", include("oase.portals.expert.urls")),
    path("office/", include("oase.portals.office.urls")),
    path("account/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
if settings.DEMO or settings.DEBUG:
    urlpatterns += [path("look/", kit, name="kit"), path("look/<str:page>/", kit, name="kit_page")]

handler400 = bad_request
handler403 = permission_denied
handler404 = page_not_found
handler500 = server_error
