from django.urls import path

from oase.portals.office import deeds, files, giving_back, pages, people

CASE = "<slug:slug>/<uuid:conversation_id>/"

urlpatterns = [
    path("", pages.office, name="office"),
    path("<slug:slug>/", pages.inbox, name="office-inbox"),
    path("<slug:slug>/views/", pages.views, name="office-views"),
    path("<slug:slug>/queue/", pages.queue, name="office-queue"),
    path("<slug:slug>/me/", people.me, name="office-me"),
    path("<slug:slug>/me/away/", people.away, name="office-away"),
    path("<slug:slug>/team/", people.team, name="office-team"),
    path(CASE, pages.case, name="office-case"),
    path(f"{CASE}head/", pages.part, {"name": "head"}, name="office-head"),
    path(f"{CASE}thread/", pages.part, {"name": "thread"}, name="office-thread"),
    path(f"{CASE}customer/", pages.part, {"name": "customer"}, name="office-customer"),
    path(f"{CASE}reply/", deeds.reply, name="office-reply"),
    path(f"{CASE}draft/", deeds.draft, name="office-draft"),
    path(f"{CASE}reveal/", deeds.reveal, name="office-reveal"),
    path(f"{CASE}contact/", deeds.contact, name="office-contact"),
    path(f"{CASE}hand-over/", deeds.hand_over, name="office-hand-over"),
    path(f"{CASE}give-back/", giving_back.give_back, name="office-give-back"),
    path(f"{CASE}give-back/look/", giving_back.look, name="office-give-back-look"),
    path(f"{CASE}take/", deeds.take, name="office-take"),
    path(f"{CASE}solve/", deeds.solve, name="office-solve"),
    path(f"{CASE}files/<str:token>/", files.file, name="office-file"),
]
