"""What may happen in the programme; verbs by ids and text, each one transaction."""

from oase.experts.programme.actions.applying import apply
from oase.experts.programme.actions.bank import QuestionWanted, question_like, retire_question, save_question
from oase.experts.programme.actions.editing import LessonWanted, lesson_like, retire_lesson, save_lesson
from oase.experts.programme.actions.learning import acknowledge, notice_read
from oase.experts.programme.actions.marking import mark
from oase.experts.programme.actions.picturing import show_picture
from oase.experts.programme.actions.rules_of_tests import set_programme, set_rules
from oase.experts.programme.actions.testing import Given, HandedIn, close, hand_in, keep, start

__all__ = [
    "Given",
    "HandedIn",
    "LessonWanted",
    "QuestionWanted",
    "acknowledge",
    "apply",
    "close",
    "hand_in",
    "keep",
    "lesson_like",
    "mark",
    "notice_read",
    "question_like",
    "retire_lesson",
    "retire_question",
    "save_lesson",
    "save_question",
    "set_programme",
    "set_rules",
    "show_picture",
    "start",
]
