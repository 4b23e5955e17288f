"""What is said becomes findable within two seconds or so."""

from procrastinate.contrib.django import app

from oase.second_level.search import filling

MOST_ROUNDS = 100
"""Of a house full of old concerns the rest is left to the next time: the worker has other jobs, too."""


@app.periodic(cron="* * * * * */2")
@app.task(queueing_lock="fill_search", lock="fill_search")
def fill_search(timestamp: int) -> None:
    """Make searchable what waits."""
    for fill in (filling.fill_words, filling.fill_marks):
        for _ in range(MOST_ROUNDS):
            if fill() < filling.AT_ONCE:
                break
