from oase.portals.office.advisors import case, going, own, team
from oase.portals.office.own import own as page

urlpatterns = [
    page("<slug:slug>/me/profile/", own.presenting, name="office-presenting"),
    page("<slug:slug>/me/absences/", own.plan, name="office-absence"),
    page("<slug:slug>/me/absences/<int:absence_id>/cancel/", own.cancel, name="office-absence-cancel"),
    page("<slug:slug>/me/notes/<int:handover_id>/", own.note, name="office-handover-note"),
    page("<slug:slug>/me/leaving/", going.leaving, name="office-me-leaving"),
    page("<slug:slug>/team/<int:absent_id>/absences/", team.absences, name="office-absences"),
    page("<slug:slug>/team/<int:absent_id>/away/", case.absent, name="office-absent"),
    page("<slug:slug>/<uuid:conversation_id>/advisor/", case.advisor, name="office-advisor"),
]
