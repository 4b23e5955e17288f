from oase.portals.office.own import own
from oase.portals.office.settings import macros as setting
from oase.portals.office.writing import picking

CASE = "<slug:slug>/<uuid:conversation_id>/"

urlpatterns = [
    own("<slug:slug>/palette/", picking.palette, name="office-palette"),
    own(f"{CASE}palette/", picking.palette, name="office-case-palette"),
    own(f"{CASE}colleagues/", picking.colleagues, name="office-colleagues"),
    own(f"{CASE}macro/<int:macro_id>/", picking.macro, name="office-use-macro"),
    own(f"{CASE}mentions/", picking.settle_mentions, name="office-mentions-done"),
    own("<slug:slug>/settings/macros/", setting.macros, name="office-macros"),
    own("<slug:slug>/settings/macros/new/", setting.macro, name="office-macro-new"),
    own("<slug:slug>/settings/macros/<int:macro_id>/", setting.macro, name="office-macro"),
    own("<slug:slug>/settings/macros/<int:macro_id>/retire/", setting.retire, name="office-macro-retire"),
]
