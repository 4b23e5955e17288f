"""The log of settings is whole: whatever somebody presses in the office, what changes a setting leaves its line."""

from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from oase.companies.audit.models import SettingChange
from tests.cast import Cast
from tests.portals.test_every_page import addresses
from tests.portals.world import arguments, build, posted

# What a company decides, by the table it stands in. Of people on the staff only what others decide about them.
SETTINGS = {
    "oase_company": "*",
    "oase_openinghours": "weekday, opens, closes",
    "oase_ownday": "day, name, yearly, openings",
    "oase_purpose": "*",
    "oase_topic": "*",
    "oase_tag": "*",
    "oase_macro": "*",
    "oase_team": "*",
    "oase_team_members": "team_id, membership_id",
    "oase_membership": "id, role, capacity, left_at",
    "oase_invitation": "person_id, role",
    "oase_goodwillkind": "*",
    "oase_goodwillbudget": "membership_id, team_id, cents",
    "oase_lesson": "*",
    "oase_lessonversion": "*",
    "oase_question": "*",
    "oase_solution": "*",
    "oase_topictest": "*",
    "oase_programme": "*",
    "oase_price": "topic_id, language, days, begins, ends, cents",
    "oase_shares": "*",
    "oase_appointment": "expert_id, topic_id, ended_at",
    "oase_payer": "*",
    "oase_widget": "*",
    "oase_identitykey": "*",
}
CHANGE = {
    "office-hours", "office-holidays", "office-company-promises", "office-topic-promises", "office-team-new",
    "office-team-edit", "office-team-remove", "office-roles", "office-invitation-change", "office-place",
    "office-retention", "office-company", "office-goodwill-kinds", "office-goodwill-kind-new", "office-goodwill-kind",
    "office-goodwill-retire", "office-macro-new", "office-macro", "office-macro-retire", "office-tags", "office-tag",
    "office-topic-new", "office-topic", "office-invitation", "office-lesson-new", "office-lesson",
    "office-lesson-retire", "office-test", "office-question-new", "office-question", "office-question-retire",
    "office-topic-prices", "office-senior", "office-payout-account", "office-widget",
    "office-widget-key", "office-leaving",
}  # fmt: skip
"""Addresses that change a setting in this story."""
OTHERWISE: dict[str, dict[str, object]] = {
    "office-retention": {"company_days": "3000"},
    "office-topic-promises": {"first_answer": "20 min"},
    "office-payout-account": {"town": "Bremen"},
    "office-topic-prices": {"base": "5,20"},
}
"""What is sent in other stories is what holds already."""


def _settings() -> dict[str, list[Any]]:
    with connection.cursor() as cursor:
        found = {}
        for table, columns in SETTINGS.items():
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2")
            found[table] = [tuple(map(str, row)) for row in cursor.fetchall()]
    return found


def test_what_changes_a_setting_stands_in_the_log(cast: Cast) -> None:
    world, changed, silent = build(cast), set(), set()
    for name, wanted in addresses():
        if not name.startswith("office-"):
            continue
        url, data = reverse(name, kwargs=arguments(world, name, wanted)), posted(world, name) | OTHERWISE.get(name, {})
        with transaction.atomic():
            before, lines = _settings(), SettingChange.objects.count()
            world.browsers["sven"].post(url, data)
            after = _settings()
            if after != before:
                changed.add(name)
                if SettingChange.objects.count() == lines:
                    silent.add(f"{name}: {[table for table in after if after[table] != before[table]]}")
            transaction.set_rollback(True)
    assert silent == set()
    # Otherwise this story would have nothing to tell.
    assert CHANGE - changed == set()
