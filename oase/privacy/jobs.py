"""What the vault needs done later. Each job is safe to run twice."""

from procrastinate.contrib.django import app

from oase.privacy import sweeping


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="sweep_files")
def sweep_files(timestamp: int) -> None:
    """Remove files that no row knows."""
    sweeping.sweep_files()
