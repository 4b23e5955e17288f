from oase.portals.office.own import own
from oase.portals.office.today import pages

urlpatterns = [own("<slug:slug>/today/", pages.today, name="office-today")]
