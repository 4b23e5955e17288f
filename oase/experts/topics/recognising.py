"""What a question is about: by what was learned, by keywords where nothing was, and none of them when unsure."""

from collections.abc import Sequence

from oase.companies.models import Topic
from oase.experts.topics import keywords
from oase.experts.topics.recogniser import Recogniser
from oase.experts.topics.remembering import recogniser_of


def recognise(text: str, topics: Sequence[Topic]) -> Topic | None:
    """The topic of one company this text is about; None when it is none of them, or cannot be told."""
    company_id = next((topic.company_id for topic in topics), None)
    return recognise_by(recogniser_of(company_id) if company_id is not None else None, text, topics)


def recognise_by(recogniser: Recogniser | None, text: str, topics: Sequence[Topic]) -> Topic | None:
    """As `recognise`, for whoever holds the company's recogniser already.

    Who is sure decides. Otherwise keywords do, if what they say is a topic without examples, or among the guesses.
    """
    worded = keywords.recognise(text, topics)
    if recogniser is None:
        return worded
    answer = recogniser.answer(text)
    if answer.label is not None:
        learned = next((topic for topic in topics if str(topic.pk) == answer.label), None)
        if learned is not None:
            return learned
    if worded is None or str(worded.pk) not in recogniser.labels:
        return worded
    return worded if str(worded.pk) in {guess.label for guess in answer.guesses} else None
