"""What Django itself would complain about."""

from django.core.management import call_command


def test_the_house_passes_djangos_own_checks() -> None:
    call_command("check", fail_level="WARNING")
