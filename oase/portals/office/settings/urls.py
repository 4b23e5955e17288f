from oase.portals.office.own import own
from oase.portals.office.settings import (
    changes,
    company,
    holidays,
    hours,
    overview,
    promises,
    retention,
    roles,
    teams,
)

HERE = "<slug:slug>/settings/"
TEAM = f"{HERE}teams/<int:team_id>/"
MEMBER = f"{HERE}roles/<int:member_id>/"

urlpatterns = [
    own(HERE, overview.overview, name="office-settings"),
    own(f"{HERE}hours/", hours.hours, name="office-hours"),
    own(f"{HERE}holidays/", holidays.holidays, name="office-holidays"),
    own(f"{HERE}promises/", promises.promises, name="office-promises"),
    own(f"{HERE}promises/company/", promises.company_promises, name="office-company-promises"),
    own(f"{HERE}promises/topics/<slug:topic_slug>/", promises.topic_promises, name="office-topic-promises"),
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
