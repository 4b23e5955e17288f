from oase.portals.office.own import own
from oase.portals.office.shaping import bulk, deeds, joining, splitting, tags

CASE = "<slug:slug>/<uuid:conversation_id>/"

urlpatterns = [
    own("<slug:slug>/chosen/", bulk.bulk, name="office-bulk"),
    own("<slug:slug>/chosen/undo/", bulk.undo, name="office-bulk-undo"),
    own("<slug:slug>/settings/tags/", tags.tags, name="office-tags"),
    own(f"{CASE}tag/", deeds.tag, name="office-tag"),
    own(f"{CASE}untag/", deeds.untag, name="office-untag"),
    own(f"{CASE}snooze/", deeds.snooze, name="office-snooze"),
    own(f"{CASE}wake/", deeds.wake, name="office-wake"),
    own(f"{CASE}join/", joining.join, name="office-join"),
    own(f"{CASE}part/<int:merge_id>/", deeds.part, name="office-part"),
    own(f"{CASE}split/", splitting.split, name="office-split"),
]
