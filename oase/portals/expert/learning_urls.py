from django.urls import path

from oase.portals.expert.views import programme, testing

urlpatterns = [
    path("learn/<slug:slug>/", programme.learn, name="desk-learn"),
    path("learn/<slug:slug>/lessons/<int:lesson_id>/", programme.lesson, name="desk-lesson"),
    path("learn/<slug:slug>/tests/<int:topic_id>/", programme.start, name="desk-test-start"),
    path("tests/<int:attempt_id>/", testing.test, name="desk-test"),
    path("tests/<int:attempt_id>/keep/", testing.keep, name="desk-test-keep"),
    path("marking/", testing.marking, name="desk-marking"),
    path("marking/<int:drawn_id>/", testing.mark, name="desk-mark"),
    path("told/<int:notice_id>/", programme.notice_read, name="desk-notice-read"),
]
