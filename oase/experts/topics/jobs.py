"""What recognising topics needs done later. Safe to run twice."""

import logging

from procrastinate.contrib.django import app

from oase.experts.topics.learning import due, learn

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="learn_topics", lock="learn_topics")
def learn_topics(timestamp: int) -> None:
    """Teach each recogniser that has something to learn, one after the other."""
    for company_id in due():
        try:
            learn(company_id)
        except Exception:  # the next round tries again; the others must not wait for it
            log.exception("could not learn the topics of company %s", company_id)
