from django.urls import path

from oase.portals.expert.views import answering, checks, library, similar

urlpatterns = [
    path("checks/", checks.checks, name="desk-checks"),
    path("checks/asked/", checks.asked, name="desk-checks-asked"),
    path("checks/<int:check_id>/", checks.check, name="desk-check"),
    path("checks/<int:check_id>/live/", checks.live, name="desk-check-live"),
    path("checks/<int:check_id>/take/", checks.take, name="desk-check-take"),
    path("checks/<int:check_id>/pass/", checks.let_go_by, name="desk-check-pass"),
    path("checks/<int:check_id>/agree/", checks.agree, name="desk-check-agree"),
    path("checks/<int:check_id>/instead/", checks.instead, name="desk-check-instead"),
    path("checks/<int:check_id>/look/", checks.look, name="desk-check-look"),
    path("answers/", library.answers, name="desk-answers"),
    path("answers/new/", library.new, name="desk-answer-new"),
    path("answers/<int:answer_id>/", library.answer, name="desk-answer"),
    path("answers/<int:answer_id>/delete/", library.delete, name="desk-answer-delete"),
    path("<uuid:conversation_id>/waiting/", answering.waiting, name="desk-waiting"),
    path("<uuid:conversation_id>/take-back/", answering.take_back, name="desk-take-back"),
    path("<uuid:conversation_id>/preview/", answering.preview, name="desk-preview"),
    path("<uuid:conversation_id>/suited/", library.suited, name="desk-suited"),
    path("<uuid:conversation_id>/insert/", library.insert, name="desk-insert"),
    path("<uuid:conversation_id>/similar/", similar.similar, name="desk-similar"),
    path("<uuid:conversation_id>/similar/<int:similar_id>/", similar.one, name="desk-similar-one"),
    path("<uuid:conversation_id>/similar/<int:similar_id>/open/", similar.open_one, name="desk-similar-open"),
]
