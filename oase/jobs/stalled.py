"""A worker that died leaves its job behind as running; another worker takes it up again."""

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */30")
@app.task(queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give jobs of dead workers back to the queue."""
    for job in await app.job_manager.get_stalled_jobs():
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            # The next of its kind is waiting already and will do its work.
            await app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=True)
        except ConnectorException:  # another worker was faster, or it came to its end after all
            log.warning("job %s could not be given back", job.id)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="sweep_finished", pass_context=True)
async def sweep_finished(context: JobContext, timestamp: int) -> None:
    """Forget what was done two hours ago; what failed stays a while longer, to be looked into."""
    await app.job_manager.delete_old_jobs(nb_hours=2, include_failed=False)
    await app.job_manager.delete_old_jobs(nb_hours=72, include_failed=True)
