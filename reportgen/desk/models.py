"""What the desk's database holds: people and their seats, receipts of uploads, builds that are asked for, what is submitted, and the record of it all."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from reportgen.desk.comment_models import Comment, Proposal, WordFile
from reportgen.desk.roles import Role, Seat
from reportgen.desk.stages import Arrived, Outcome, Progress, Stage, Taking

__all__ = ["Case", "Comment", "Entry", "Job", "OneTimeLink", "People", "Person", "Proposal", "SeatOf", "Upload", "WordFile"]


class People(BaseUserManager):
    """The people."""

    def get_by_natural_key(self, username: str) -> "Person":
        """The person of a user name. Raises Person.DoesNotExist."""
        found: Person = self.get(username=username)
        return found


class Person(AbstractBaseUser):
    """A person who may sign in. `name` is what others read (张某某), `username` what is typed in to sign in."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    objects = People()

    class Meta:
        """In the order of the list."""

        ordering = ("username",)

    def __str__(self) -> str:
        return f"{self.name}（{self.username}）"

    def roles(self) -> tuple[Seat, ...]:
        """The person's seats."""
        return tuple(Seat(Role(one.role), one.unit) for one in self.seats.all())


class SeatOf(models.Model):
    """A role that a person has at a unit."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="seats")
    role = models.CharField(max_length=20)
    unit = models.CharField(max_length=60, blank=True)

    class Meta:
        """Each once."""

        ordering = ("unit", "role")
        constraints = (models.UniqueConstraint(fields=("person", "role", "unit"), name="one_seat"),)

    def __str__(self) -> str:
        return f"{self.unit}{Role(self.role).chinese}"


class OneTimeLink(models.Model):
    """A link by which a person sets a password, once; without a person it makes the first administrator. Only the digest of its secret is kept."""

    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True)
    expires = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person or Role.ADMINISTRATOR.chinese}：{self.expires:%Y-%m-%d %H:%M}"


class Upload(models.Model):
    """The receipt of an upload. `digest` is that of its content, `target` the name of the workbook that it is to become.

    `was` is the digest of that workbook when the page was opened; once the upload is put in place, of the one that it has replaced.
    `faults` is JSON: what the reader and the policies said of it, as `desk.told` writes it. Files that came together have the same `batch`; where a sheet
    was filled in on its page, `sheet` is its name. What isn't taken in at all (Outcome.REFUSED) has no target, and its content isn't kept.
    """

    season = models.CharField(max_length=4)
    unit = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.PROTECT)
    time = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=255)
    target = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    was = models.CharField(max_length=64, blank=True)
    batch = models.CharField(max_length=32, blank=True, db_index=True)
    sheet = models.CharField(max_length=255, blank=True)
    outcome = models.CharField(max_length=20, default=Outcome.RECEIVED)
    faults = models.JSONField(default=list)
    remark = models.TextField(blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.unit} {self.file_name} {self.digest[:12]}"

    @property
    def named(self) -> str:
        """What was uploaded, in words."""
        return f"网页填写《{self.sheet}》" if self.sheet else str(self.file_name)

    @property
    def told(self) -> str:
        """What became of it, in words."""
        return Outcome(self.outcome).chinese


class Job(models.Model):
    """A build that somebody asked for: of one kind of document of a unit, or where `kind` is empty of all."""

    season = models.CharField(max_length=4)
    unit = models.CharField(max_length=60)
    kind = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(Person, models.PROTECT)
    asked = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default=Progress.QUEUED)
    said = models.JSONField(default=list)

    class Meta:
        """In the order of asking."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.state}"

    @property
    def progress(self) -> Progress:
        """Where it is."""
        return Progress(self.state)

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in (Progress.DONE, Progress.FAILED)


class Case(models.Model):
    """A document on its way: the stage, and the version that it speaks of, with the digest of what a reader sees of it (`versions.Version.visible`).

    `turn` counts its decisions: who decides names the one that they saw, so that of two only one is made. `round` counts its submissions. `submitted` is the
    digest of what was submitted last, the explanations with it, `returned` that of what was returned last: neither is submitted again unchanged.
    """

    season = models.CharField(max_length=4)
    unit = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    stage = models.CharField(max_length=20, default=Stage.DRAFT)
    version = models.PositiveIntegerField(default=0)
    visible = models.CharField(max_length=64, blank=True)
    turn = models.PositiveIntegerField(default=0)
    round = models.PositiveIntegerField(default=0)
    submitted = models.CharField(max_length=64, blank=True)
    returned = models.CharField(max_length=64, blank=True)

    class Meta:
        """One of each document."""

        constraints = (models.UniqueConstraint(fields=("season", "unit", "kind"), name="one_case"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.stage}"


class Entry(models.Model):
    """An entry of the record of who did what: append-only (the database refuses anything else), each with the digest of the one before."""

    position = models.PositiveBigIntegerField(primary_key=True)
    time = models.CharField(max_length=40)
    username = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    action = models.CharField(max_length=20)
    season = models.CharField(max_length=4, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    round = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    words = models.TextField(blank=True)
    previous = models.CharField(max_length=64)
    entry = models.CharField(max_length=64, unique=True)

    class Meta:
        """The first first."""

        ordering = ("position",)
        indexes = (models.Index(fields=("season", "unit", "kind"), name="entries_of_document"),)

    def __str__(self) -> str:
        return f"{self.position} {self.action} {self.entry[:12]}"


class Ruling(models.Model):
    """A reviewer's decision on an explanation (情况说明) of a finding. `subject` is the digest of the finding and the explanation's words.

    `side` says for whom it was decided: the unit itself (its auditor), or the unit above (its receiver).
    """

    season = models.CharField(max_length=4)
    subject = models.CharField(max_length=64)
    side = models.CharField(max_length=10)
    accepted = models.BooleanField()
    reason = models.TextField(blank=True)
    person = models.ForeignKey(Person, models.PROTECT)
    time = models.DateTimeField(auto_now=True)

    class Meta:
        """One of each side; the record of who did what has those before."""

        constraints = (models.UniqueConstraint(fields=("season", "subject", "side"), name="one_ruling"),)

    def __str__(self) -> str:
        return f"{self.side} {self.subject[:12]} {self.accepted}"


class Excuse(models.Model):
    """A document that a unit needn't bring for the one above to go on: who has said so, when and why."""

    season = models.CharField(max_length=4)
    unit = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.PROTECT)
    reason = models.TextField()
    time = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One of each document."""

        constraints = (models.UniqueConstraint(fields=("season", "unit", "kind"), name="one_excuse"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.kind}"


class Intake(models.Model):
    """What a receiver has dropped in: packages and returned workbooks. `files` is JSON: name, digest and size of each.

    `found` is JSON: what was found out of them (`desk.collecting`), `digest` that of it: what is taken in is what was shown. `overwrite`: where both sides
    differ, what came back counts.
    """

    season = models.CharField(max_length=4)
    unit = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    time = models.DateTimeField(auto_now_add=True)
    files = models.JSONField(default=list)
    overwrite = models.BooleanField(default=False)
    found = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=20, default=Arrived.RECEIVED)
    remark = models.TextField(blank=True)
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken = models.DateTimeField(null=True)

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.unit} {self.pk} {self.state}"

    @property
    def told(self) -> str:
        """What became of it, in words."""
        return Arrived(self.state).chinese


class Look(models.Model):
    """That a person has looked at a number that stands out: which (`figures.outliers.Number.key`), the value that it had, and what they say to it."""

    season = models.CharField(max_length=4)
    unit = models.CharField(max_length=60)
    key = models.CharField(max_length=300)
    value = models.CharField(max_length=80)
    person = models.ForeignKey(Person, models.PROTECT)
    time = models.DateTimeField(auto_now_add=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        """In their order."""

        ordering = ("pk",)
        indexes = (models.Index(fields=("season", "unit"), name="looks_of_unit"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.key} {self.value}"


class Change(models.Model):
    """A change of files that all units have in common, or of when a unit's documents are due: proposed with what it would do, then put into effect or not.

    `files` is JSON, of each file its path in the workspace, and the SHA-256 of what stood there (`was`) and of what is to stand there (`digest`), each empty
    for no file. `effects` is what it would do, as `desk.effects` writes it. `back` is the change that it takes back.
    """

    season = models.CharField(max_length=4)
    purpose = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    time = models.DateTimeField(auto_now_add=True)
    files = models.JSONField(default=list)
    effects = models.JSONField(default=dict)
    state = models.CharField(max_length=20, default=Taking.PROPOSED)
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    taken = models.DateTimeField(null=True)
    back = models.ForeignKey("self", models.PROTECT, null=True)

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.title} {self.state}"

    @property
    def told(self) -> str:
        """What became of it, in words."""
        return Taking(self.state).chinese


class Draft(models.Model):
    """What a person was writing in the page of a file, so that it is there when they come back; `was` is the digest of the file that they began from."""

    person = models.ForeignKey(Person, models.CASCADE)
    path = models.CharField(max_length=255)
    text = models.TextField()
    was = models.CharField(max_length=64, blank=True)
    time = models.DateTimeField(auto_now=True)

    class Meta:
        """One of each person and file."""

        constraints = (models.UniqueConstraint(fields=("person", "path"), name="one_draft"),)

    def __str__(self) -> str:
        return f"{self.path} {self.time:%Y-%m-%d %H:%M}"
