from oase.portals.office.own import own
from oase.portals.office.settings import overview

HERE = "<slug:slug>/settings/"

urlpatterns = [
    own(HERE, overview.overview, name="office-settings"),
]
