from oase.portals.office.own import own
from oase.portals.office.plan import pages

urlpatterns = [own("<slug:slug>/programme/plan/", pages.plan, name="office-plan")]
