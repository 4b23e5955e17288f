from oase.portals.office.own import own
from oase.portals.office.settings import changes, company, overview, retention, roles, teams

HERE = "<slug:slug>/settings/"
TEAM = f"{HERE}teams/<int:team_id>/"
MEMBER = f"{HERE}roles/<int:member_id>/"

urlpatterns = [
    own(HERE, overview.overview, name="office-settings"),
    own(f"{HERE}teams/", teams.teams, name="office-teams"),
    own(f"{HERE}teams/new/", teams.new_team, name="office-team-new"),
    own(TEAM, teams.team, name="office-team-edit"),
    own(f"{TEAM}remove/", teams.remove, name="office-team-remove"),
    own(f"{HERE}roles/", roles.roles, name="office-roles"),
    own(MEMBER, roles.place, name="office-place"),
    own(f"{MEMBER}leaving/", roles.leaving, name="office-leaving"),
    own(f"{HERE}roles/invited/<int:invitation_id>/", roles.invitation, name="office-invitation-change"),
    own(f"{HERE}retention/", retention.retention, name="office-retention"),
    own(f"{HERE}company/", company.company, name="office-company"),
    own(f"{HERE}changes/", changes.changes, name="office-changes"),
]
