from oase.portals.office.colleagues import colleague, thanks
from oase.portals.office.own import own

urlpatterns = [
    own("<slug:slug>/thanks/", thanks.thanks, name="office-thanks"),
    own("<slug:slug>/thanks/learning/", thanks.learning, name="office-learning"),
    own("<slug:slug>/thanks/mail/", thanks.mail, name="office-thanks-mail"),
    own("<slug:slug>/people/<int:membership_id>/", colleague.colleague, name="office-colleague"),
]
