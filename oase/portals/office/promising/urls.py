from oase.portals.office.own import own
from oase.portals.office.promising import pages

CASE = "<slug:slug>/<uuid:conversation_id>/"

urlpatterns = [
    own(f"{CASE}promise/", pages.promise, name="office-promise"),
    own(f"{CASE}promise/progress/", pages.progress, name="office-progress"),
    own(f"{CASE}promise/later/", pages.later, name="office-later"),
]
