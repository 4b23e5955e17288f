"""What answers need done later. Each job is safe to run twice."""

from procrastinate.contrib.django import app

from oase.experts.answers import imprints


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="make_imprints")
def make_imprints(timestamp: int) -> None:
    """Read what was solved, so that similar questions find it."""
    imprints.make()
