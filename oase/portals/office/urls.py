from oase.portals.office import correcting, deeds, files, giving_back, invited, pages, people, widget
from oase.portals.office.advisors.urls import urlpatterns as advisors
from oase.portals.office.colleagues.urls import urlpatterns as colleagues
from oase.portals.office.goodwill.urls import urlpatterns as goodwill
from oase.portals.office.moderation.urls import urlpatterns as moderation
from oase.portals.office.own import own
from oase.portals.office.payouts.urls import urlpatterns as payouts
from oase.portals.office.plan.urls import urlpatterns as plan
from oase.portals.office.programme.urls import urlpatterns as programme
from oase.portals.office.promising.urls import urlpatterns as promising
from oase.portals.office.search.urls import urlpatterns as search
from oase.portals.office.settings.urls import urlpatterns as settings
from oase.portals.office.shaping.urls import urlpatterns as shaping
from oase.portals.office.today.urls import urlpatterns as today
from oase.portals.office.views.urls import urlpatterns as own_views
from oase.portals.office.writing.urls import urlpatterns as writing

CASE = "<slug:slug>/<uuid:conversation_id>/"

urlpatterns = [
    own("", pages.office, name="office"),
    own("invitations/", invited.invited, name="office-invited"),
    own("<slug:slug>/", pages.inbox, name="office-inbox"),
    own("<slug:slug>/views/", pages.views, name="office-views"),
    own("<slug:slug>/queue/", pages.queue, name="office-queue"),
    own("<slug:slug>/me/", people.me, name="office-me"),
    own("<slug:slug>/me/away/", people.away, name="office-away"),
    own("<slug:slug>/team/", people.team, name="office-team"),
    own("<slug:slug>/widget/", widget.widget, name="office-widget"),
    own("<slug:slug>/widget/key/", widget.key, name="office-widget-key"),
    own(CASE, pages.case, name="office-case"),
    own(f"{CASE}head/", pages.part, {"name": "head"}, name="office-head"),
    own(f"{CASE}thread/", pages.part, {"name": "thread"}, name="office-thread"),
    own(f"{CASE}customer/", pages.part, {"name": "customer"}, name="office-customer"),
    own(f"{CASE}asked/", pages.asked, name="office-asked"),
    own(f"{CASE}topic/", correcting.correct_topic, name="office-correct-topic"),
    own(f"{CASE}reply/", deeds.reply, name="office-reply"),
    own(f"{CASE}draft/", deeds.draft, name="office-draft"),
    own(f"{CASE}reveal/", deeds.reveal, name="office-reveal"),
    own(f"{CASE}contact/", deeds.contact, name="office-contact"),
    own(f"{CASE}hand-over/", deeds.hand_over, name="office-hand-over"),
    own(f"{CASE}give-back/", giving_back.give_back, name="office-give-back"),
    own(f"{CASE}give-back/look/", giving_back.look, name="office-give-back-look"),
    own(f"{CASE}take/", deeds.take, name="office-take"),
    own(f"{CASE}solve/", deeds.solve, name="office-solve"),
    own(f"{CASE}files/<str:token>/", files.file, name="office-file"),
    *advisors,
    *colleagues,
    *goodwill,
    *own_views,
    *programme,
    *plan,
    *moderation,
    *payouts,
    *promising,
    *search,
    *writing,
    *settings,
    *shaping,
    *today,
]
