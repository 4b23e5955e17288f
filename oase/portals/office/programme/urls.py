from oase.portals.office.own import own
from oase.portals.office.programme import experts, invitation, lessons, marking, prices, questions, topics

HERE = "<slug:slug>/programme/"
BANK = f"{HERE}tests/<slug:topic_slug>/"

urlpatterns = [
    own(HERE, topics.topics, name="office-topics"),
    own(f"{HERE}recognised/", topics.recognised, name="office-recognised"),
    own(f"{HERE}topics/new/", topics.new_topic, name="office-topic-new"),
    own(f"{HERE}topics/<slug:topic_slug>/", topics.topic, name="office-topic"),
    own(f"{HERE}invitation/", invitation.invitation, name="office-invitation"),
    own(f"{HERE}lessons/", lessons.lessons, name="office-lessons"),
    own(f"{HERE}lessons/new/", lessons.new_lesson, name="office-lesson-new"),
    own(f"{HERE}lessons/<int:lesson_id>/", lessons.lesson, name="office-lesson"),
    own(f"{HERE}lessons/<int:lesson_id>/retire/", lessons.retire, name="office-lesson-retire"),
    own(f"{HERE}tests/", questions.all_questions, name="office-questions"),
    own(BANK, questions.questions, name="office-test"),
    own(f"{BANK}new/", questions.new_question, name="office-question-new"),
    own(f"{BANK}<int:question_id>/", questions.question, name="office-question"),
    own(f"{BANK}<int:question_id>/retire/", questions.retire, name="office-question-retire"),
    own(f"{HERE}marking/", marking.marking, name="office-marking"),
    own(f"{HERE}marking/give/", marking.give, name="office-mark"),
    own(f"{HERE}prices/", prices.prices, name="office-prices"),
    own(f"{HERE}prices/<slug:topic_slug>/", prices.topic_prices, name="office-topic-prices"),
    own(f"{HERE}experts/", experts.experts, name="office-experts"),
    own(f"{HERE}experts/<int:person_id>/", experts.expert, name="office-expert"),
    own(f"{HERE}experts/<int:person_id>/senior/<slug:topic_slug>/", experts.senior, name="office-senior"),
]
