"""How people become experts of a company: they apply, read lessons, and pass a test for each topic."""

from oase.experts.programme.models.lesson import Acknowledgement, Lesson, LessonVersion
from oase.experts.programme.models.programme import Application, Portrait, Programme, ProgrammeNotice
from oase.experts.programme.models.testing import Attempt, DrawnQuestion, Question, Solution, TopicTest

__all__ = [
    "Acknowledgement",
    "Application",
    "Attempt",
    "DrawnQuestion",
    "Lesson",
    "LessonVersion",
    "Portrait",
    "Programme",
    "ProgrammeNotice",
    "Question",
    "Solution",
    "TopicTest",
]
