"""What the desk's database holds of comments (批注), and of Word files that came back (退回的 Word 文件)."""

from django.db import models

from reportgen.desk.anchors import Anchor
from reportgen.desk.comment_words import Act, Decision, Reading, Sort


class WordFile(models.Model):
    """The receipt of a Word file that came back. `digest` is that of its content, `version` the one that it was made of (0: not known).

    `notes` is JSON: what else the file says and what isn't taken from it, in words, a list of texts.
    """

    season = models.CharField(max_length=4)
    unit = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    person = models.ForeignKey("desk.Person", models.PROTECT)
    time = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=20, default=Reading.RECEIVED)
    remark = models.TextField(blank=True)
    notes = models.JSONField(default=list)

    class Meta:
        """The newest first."""

        ordering = ("-pk",)
        indexes = (models.Index(fields=("season", "unit", "kind"), name="word_files_of_document"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.file_name} {self.digest[:12]}"

    @property
    def told(self) -> str:
        """What became of it, in words."""
        return Reading(self.outcome).chinese


class Comment(models.Model):
    """Something that was said of a document: a comment, which begins a thread, or what was done with it. Only added to: the database refuses anything else.

    `version`, `block`, `figure`, `occurrence` are what it speaks of (`desk.anchors.Anchor`) and `words` what stood there; in a thread its first one's count.
    `name` is whose it is: that of the person; of a comment that a Word file brought what that says, with its day in `day`. `quote` are the words marked there.
    """

    season = models.CharField(max_length=4)
    unit = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    thread = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    act = models.CharField(max_length=10, default=Act.COMMENT)
    person = models.ForeignKey("desk.Person", models.PROTECT)
    name = models.CharField(max_length=120)
    file = models.ForeignKey(WordFile, models.PROTECT, null=True)
    day = models.CharField(max_length=40, blank=True)
    time = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=0)
    block = models.CharField(max_length=120, blank=True)
    figure = models.CharField(max_length=200, blank=True)
    occurrence = models.PositiveIntegerField(default=0)
    words = models.TextField(blank=True)
    quote = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        """The first first."""

        ordering = ("pk",)
        indexes = (models.Index(fields=("season", "unit", "kind"), name="comments_of_document"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.act} {self.text[:20]}"

    @property
    def anchor(self) -> Anchor:
        """What it speaks of."""
        return Anchor(self.block, self.figure, self.occurrence)

    @property
    def done(self) -> str:
        """What was done, in words."""
        return Act(self.act).chinese


class Proposal(models.Model):
    """A change that a Word file asks for: what stands there, what it would become, where, and what taking it does (`effect`); and what was decided.

    `sort` says how it is taken. An edit of words has its `action` and `heading` as 文字修改 has them, what comes from a cell the `places` (JSON) of the cells.
    """

    file = models.ForeignKey(WordFile, models.PROTECT, related_name="proposals")
    sort = models.CharField(max_length=10)
    action = models.CharField(max_length=20, blank=True)
    heading = models.TextField(blank=True)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    where = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    places = models.JSONField(default=list)
    decision = models.CharField(max_length=10, default=Decision.OPEN)
    by = models.ForeignKey("desk.Person", models.PROTECT, null=True)
    decided = models.DateTimeField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        """In the order of the file."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.old[:20]} → {self.new[:20]}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return bool(self.decision == Decision.OPEN)

    @property
    def is_taken_here(self) -> bool:
        """Whether taking it writes something: what can't be written is put right elsewhere."""
        return Sort(self.sort) in (Sort.EDIT, Sort.CELL)

    @property
    def told(self) -> str:
        """What was decided, in words."""
        return Decision(self.decision).chinese
