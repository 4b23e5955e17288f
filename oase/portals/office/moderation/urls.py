from oase.portals.office.moderation import deeds, pages, reporting
from oase.portals.office.own import own

PLACE = "<slug:slug>/moderation/"

urlpatterns = [
    own(PLACE, pages.moderation, name="office-moderation"),
    own(f"{PLACE}experts/<int:expert_id>/", pages.expert, name="office-moderated"),
    own(f"{PLACE}alarms/<int:alarm_id>/", deeds.answer, name="office-alarm"),
    own(f"{PLACE}reports/<int:report_id>/", deeds.judge, name="office-report"),
    own(f"{PLACE}experts/<int:expert_id>/suspend/", deeds.suspend, name="office-suspend"),
    own(f"{PLACE}suspensions/<int:suspension_id>/lift/", deeds.lift, name="office-lift"),
    own(f"{PLACE}suspensions/<int:suspension_id>/appeal/", deeds.decide, name="office-appeal"),
    own("<slug:slug>/<uuid:conversation_id>/report/", reporting.report, name="office-report-expert"),
]
