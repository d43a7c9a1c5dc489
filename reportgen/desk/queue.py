"""The queue of builds: whoever asks for what is waiting already gets that."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from reportgen.desk.models import Job, Person
from reportgen.desk.stages import Progress

LATELY = timedelta(minutes=5)
"""Longer than any look takes: what was built before has been looked at since."""


def ask_for(person: Person, season: str, unit: str, kind: str = "") -> Job:
    """Ask for a build of a kind of document of a unit, or of all its documents."""
    with transaction.atomic():
        waiting = Job.objects.filter(season=season, unit=unit, kind=kind, state=Progress.QUEUED).first()
        job: Job = waiting or Job.objects.create(season=season, unit=unit, kind=kind, person=person)
        return job


def take_next() -> Job | None:
    """The next build to make, marked as running; None where nobody waits."""
    with transaction.atomic():
        job: Job | None = Job.objects.filter(state=Progress.QUEUED).first()
        if job is not None:
            job.state = Progress.RUNNING
            job.save(update_fields=("state",))
        return job


def end(job: Job, state: Progress, said: list[dict[str, object]]) -> None:
    """Say what became of a build."""
    job.state, job.said, job.ended = state, said, timezone.now()
    job.save(update_fields=("state", "said", "ended"))


def built_lately(season: str) -> dict[str, float]:
    """By unit (name) when a build of it was last over (seconds since the epoch), of those that were in the last minutes."""
    jobs = Job.objects.filter(season=season, ended__gt=timezone.now() - LATELY).order_by("ended")
    return {unit: ended.timestamp() for unit, ended in jobs.values_list("unit", "ended")}


def put_back() -> None:
    """Queue again what a process was making that was killed: call it when the one process that builds begins."""
    Job.objects.filter(state=Progress.RUNNING).update(state=Progress.QUEUED)
