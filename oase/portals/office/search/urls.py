from oase.portals.office.own import own
from oase.portals.office.search import pages

urlpatterns = [
    own("<slug:slug>/search/", pages.search, name="office-search"),
    own("<slug:slug>/search/customer/", pages.customer, name="office-search-customer"),
]
