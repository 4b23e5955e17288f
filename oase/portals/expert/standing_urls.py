from django.urls import path

from oase.portals.expert.views import reporting, standing

urlpatterns = [
    path("standing/", standing.standing, name="desk-standing"),
    path("standing/public/", standing.publish, name="desk-public"),
    path("standing/not-me/", standing.not_me, name="desk-not-me"),
    path("standing/suspensions/<int:suspension_id>/appeal/", standing.appeal, name="desk-appeal"),
    path("<uuid:conversation_id>/report/", reporting.report, name="desk-report"),
    path("checks/<int:check_id>/report/", reporting.report_check, name="desk-check-report"),
    path(
        "<uuid:conversation_id>/similar/<int:similar_id>/report/", reporting.report_similar, name="desk-similar-report"
    ),
]
