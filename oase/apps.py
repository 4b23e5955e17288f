from django.apps import AppConfig


class OaseConfig(AppConfig):
    """The whole house is one Django app with one migration history; its rooms are packages."""

    name = "oase"
    default_auto_field = "django.db.models.BigAutoField"
