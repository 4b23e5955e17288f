from oase.portals.office.advisors import case, own
from oase.portals.office.own import own as page

urlpatterns = [
    page("<slug:slug>/me/profile/", own.presenting, name="office-presenting"),
    page("<slug:slug>/me/absences/", own.plan, name="office-absence"),
    page("<slug:slug>/me/absences/<int:absence_id>/cancel/", own.cancel, name="office-absence-cancel"),
    page("<slug:slug>/me/notes/<int:handover_id>/", own.note, name="office-handover-note"),
    page("<slug:slug>/team/<int:absent_id>/away/", case.absent, name="office-absent"),
    page("<slug:slug>/<uuid:conversation_id>/advisor/", case.advisor, name="office-advisor"),
]
