"""What is done for people every week. Safe to run twice."""

from procrastinate.contrib.django import app

from oase.second_level.people.digest import write_digests as write


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="write_digests")
def write_digests(timestamp: int) -> None:
    """Note for whom there were thanks in the week that ended."""
    write()
