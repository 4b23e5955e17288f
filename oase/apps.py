from django.apps import AppConfig


class OaseConfig(AppConfig):
    """The whole house is one Django app with one migration history; its rooms are packages."""

    name = "oase"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rooms above the service cloud say what they keep about people. Late, because models must be there first."""
        from oase.channels.email import exported
        from oase.channels.push import exported as push_exported
        from oase.portals.office import exported as office_exported
        from oase.portals.office.views import exported as views_exported
        from oase.service_cloud.export.parts import register

        register(exported.PART)
        register(push_exported.PART)
        register(office_exported.PART)
        register(views_exported.PART)
