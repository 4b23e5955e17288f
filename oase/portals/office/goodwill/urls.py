from oase.portals.office.goodwill import giving, overview, setting
from oase.portals.office.own import own

CASE = "<slug:slug>/<uuid:conversation_id>/goodwill/"
HERE = "<slug:slug>/goodwill/"
SETTINGS = "<slug:slug>/settings/goodwill/"

urlpatterns = [
    own(CASE, giving.give, name="office-give"),
    own(f"{HERE}<int:goodwill_id>/withdraw/", giving.withdraw, name="office-withdraw"),
    own(HERE, overview.goodwill, name="office-goodwill"),
    own(f"{HERE}wishes/<int:wish_id>/", overview.decide, name="office-goodwill-decide"),
    own(f"{HERE}wishes/<int:wish_id>/drop/", overview.drop, name="office-goodwill-drop"),
    own(SETTINGS, setting.kinds, name="office-goodwill-kinds"),
    own(f"{SETTINGS}new/", setting.kind, name="office-goodwill-kind-new"),
    own(f"{SETTINGS}<int:kind_id>/", setting.kind, name="office-goodwill-kind"),
    own(f"{SETTINGS}<int:kind_id>/retire/", setting.retire, name="office-goodwill-retire"),
]
