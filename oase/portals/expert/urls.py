from django.urls import include, path

from oase.portals.expert.views import answering, availability, desk, money, offers, profile, records

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("offers/", desk.offers, name="desk-offers"),
    path("offers/count/", desk.count, name="desk-count"),
    path("offers/<int:offer_id>/claim/", offers.claim, name="desk-claim"),
    path("offers/<int:offer_id>/decline/", offers.decline, name="desk-decline"),
    path("available/", offers.available, name="desk-available"),
    path("presence/", profile.presence, name="desk-presence"),
    path("availability/", availability.availability, name="desk-availability"),
    path("held/", desk.held, name="desk-held"),
    path("week/", desk.week, name="desk-week"),
    path("past/", records.past, name="desk-past"),
    path("rewards/", money.rewards, name="desk-rewards"),
    path("rewards/payment/", money.payment, name="desk-payment"),
    path("rewards/credit-notes/<int:payout_id>/", money.credit_note, name="desk-credit-note"),
    path("topics/", records.topics, name="desk-topics"),
    path("", include("oase.portals.expert.learning_urls")),
    path("", include("oase.portals.expert.standing_urls")),
    path("", include("oase.portals.expert.answering_urls")),
    path("profile/", profile.profile, name="desk-profile"),
    path("<uuid:conversation_id>/", desk.desk, name="desk-conversation"),
    path("<uuid:conversation_id>/thread/", desk.thread, name="desk-thread"),
    path("<uuid:conversation_id>/held/", desk.held, name="desk-held-beside"),
    path("<uuid:conversation_id>/draft/", answering.draft, name="desk-draft"),
    path("<uuid:conversation_id>/look/", answering.look, name="desk-look"),
    path("<uuid:conversation_id>/reply/", answering.reply, name="desk-reply"),
    path("<uuid:conversation_id>/propose/", answering.propose, name="desk-propose"),
    path("<uuid:conversation_id>/give-on/", answering.give_on, name="desk-give-on"),
]
