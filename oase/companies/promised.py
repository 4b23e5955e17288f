"""What a company promises, in minutes: each topic has promises of its own, and the company's hold elsewhere."""

from oase.companies.models import Company, Topic

FIRST, NEXT, PROGRESS, SOLUTION = "first", "next", "progress", "solution"


def promised_minutes(company: Company, topic: Topic | None, promise: str) -> int | None:
    """Within how many minutes this is promised; None where it is not, which only a solution can be.

    Raises:
        ValueError: there is no such promise.
    """
    answers = company if topic is None else topic
    match promise:
        case "first":
            return answers.first_answer_minutes
        case "next":
            return answers.next_answer_minutes
        case "progress":
            return (
                _own_or(company.progress_minutes, topic.progress_minutes if topic else None)
                or answers.next_answer_minutes
            )
        case "solution":
            return _own_or(company.solution_minutes, topic.solution_minutes if topic else None) or None
    raise ValueError(promise)


def _own_or(companys: int | None, topics: int | None) -> int | None:
    return companys if topics is None else topics
