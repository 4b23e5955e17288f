"""A worker that died leaves its job behind as running; another worker takes it up again."""

from procrastinate import JobContext
from procrastinate.contrib.django import app


@app.periodic(cron="*/30 * * * * *")
@app.task(queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give jobs of dead workers back to the queue."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.periodic(cron="17 4 * * *")
@app.task(queueing_lock="sweep_finished", pass_context=True)
async def sweep_finished(context: JobContext, timestamp: int) -> None:
    """Forget finished jobs after two days."""
    await app.job_manager.delete_old_jobs(nb_hours=48, include_failed=False)
