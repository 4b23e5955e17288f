from oase.portals.office.own import own
from oase.portals.office.views import pages

HERE = "<slug:slug>/own-views/"

urlpatterns = [
    own(HERE, pages.own_views, name="office-own-views"),
    own(f"{HERE}new/", pages.make, name="office-own-view-new"),
    own(f"{HERE}fits/", pages.fits, name="office-own-view-fits"),
    own(f"{HERE}<int:view_id>/", pages.change, name="office-own-view"),
    own(f"{HERE}<int:view_id>/remove/", pages.remove, name="office-own-view-remove"),
]
