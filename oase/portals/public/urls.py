from django.urls import path

from oase.portals.public.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
]
