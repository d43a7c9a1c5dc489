"""What was changed by hand in a Word file that came back, on the console."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import click

from reportgen.console import PLACES_SHOWN
from reportgen.console.diff import print_heading, print_text
from reportgen.console.log import shown_time
from reportgen.console.three_way import print_both, print_places
from reportgen.documents.places import in_words
from reportgen.reconcile.beside import ENDNOTE, FOOTER, FOOTNOTE, FORMATTING, HEADER, SideChange
from reportgen.reconcile.comments import Comment
from reportgen.reconcile.edits import FigureEdit
from reportgen.reconcile.keys import KeyEdit
from reportgen.reconcile.lines import Struck
from reportgen.reconcile.reconcile import RETURNED, Reconciled
from reportgen.reconcile.redlined import Decided, Decision
from reportgen.reconcile.revisions import Revision, RevisionKind
from reportgen.reconcile.unsourced import Unsourced

_KINDS = {RevisionKind.INSERT: "插入", RevisionKind.DELETE: "删除", RevisionKind.MOVE_FROM: "移出", RevisionKind.MOVE_TO: "移入"}
_DECISIONS = {Decision.OPEN: "未处理", Decision.ACCEPTED: "已接受", Decision.REJECTED: "已拒绝"}
_SHOWN = 40  # tracked changes, each on a line
SEALED = (
    "文件上有印章或者签名：盖章的 Word 文件不作正本保存。正本是盖章的 PDF 或者盖章件的扫描件，"
    "请用 reportgen file 单位 文种 --to-seal 文件夹 写出 PDF 送去盖章，盖好后用 --sealed 收回，与定稿核对以后一起保存"
)
_LONG = 60  # characters of a text that is quoted
_MISSING = "【待补"
_ALL_ACCEPTED = "文件里有未处理的修订，按全部接受后的文字比较"


def print_reconciled(found: Reconciled) -> None:
    """Everything on stdout: figures first, as they are errors, then the text, the tracked changes and the comments."""
    click.echo(click.style(f"《{found.title}》第{found.source.version.number}版 → {RETURNED}", bold=True))
    _source(found)
    if found.decided is not None:
        _decided(found.decided)
    if found.revisions:
        click.echo(_ALL_ACCEPTED)
    if found.empty:
        click.echo("没有手工改动" if found.unlooked == (FORMATTING,) else "比较过的内容没有手工改动")
    else:
        _figures(found.figures)
        _unsourced(found.unsourced)
        _keys(found.keys)
        print_text(found.difference)
    _rewritten(found.rewritten)
    _revisions(found.revisions, of_redline=found.decided is not None)
    _struck(found.struck)
    print_beside(found.beside)
    _comments(found.comments)
    _later(found)
    _unlooked(found)


def print_remarks(found: Reconciled, reviewer: str) -> None:
    """What is so of one of several copies alone: of whom, what it decided of a redline, what was struck through, what wasn't compared."""
    click.echo()
    click.echo(click.style(reviewer, bold=True))
    if found.decided is not None:
        _decided(found.decided)
    if found.revisions:
        click.echo(_ALL_ACCEPTED)
    _struck(found.struck)
    _later(found)
    _unlooked(found)


def _later(found: Reconciled) -> None:
    """What the newest version made of the same: where both changed it first."""
    if found.later is None:
        return
    newest = f"第{found.later.number}版"
    print_both(found.later.places, (RETURNED, newest), found.later.cells)
    print_places(f"{newest}里数据、模板引起的变化，{RETURNED}没有改的", found.later.places.other, found.later.cells)


def _unlooked(found: Reconciled) -> None:
    click.echo(f"没有比较的：{'；'.join(found.unlooked)}")
    if found.sealed:
        click.echo(SEALED)


def _unsourced(numbers: tuple[Unsourced, ...]) -> None:
    print_unsourced([(one, ()) for one in numbers])


def print_unsourced(numbers: Sequence[tuple[Unsourced, tuple[str, ...]]]) -> None:
    """Numbers without a source, each with its reviewers where there are several copies."""
    if not numbers:
        return
    print_heading(f"没有来源的数字（{len(numbers)}个，数据表里没有）")
    for one, reviewers in numbers:
        head = f"{click.style('错误', fg='red', bold=True)}　{click.style(one.text, bold=True)}"
        click.echo(f"  {_of(reviewers)}{head}　在“{one.around}”　{' > '.join(one.under)}")
    click.echo("  请把数填到数据表里，由公文引用；没有依据的请删去")


def _keys(edits: tuple[KeyEdit, ...]) -> None:
    print_keys([(edit, ()) for edit in edits], frozenset())


def print_keys(edits: Sequence[tuple[KeyEdit, tuple[str, ...]]], contradicting: Collection[KeyEdit]) -> None:
    """Changes of what comes from 单位.yaml, each with its reviewers where there are several copies."""
    if edits:
        print_heading(f"手工改动的发文信息（{len(edits)}处，在单位说明中更正后重新生成）")
    for edit, reviewers in edits:
        mark = "（改得不一致，请先商定）" if edit in contradicting else ""
        click.echo(f"  {_of(reviewers)}{edit.part}　{edit.old or '（没有）'} → {edit.new or '（已删去）'}　请改{edit.key}{mark}")


def _of(reviewers: tuple[str, ...]) -> str:
    return f"{'、'.join(reviewers)}：" if reviewers else ""


def _decided(decided: tuple[Decided, ...]) -> None:
    counts = Counter(one.decision for one in decided)
    summary = "，".join(f"{_DECISIONS[decision]}{counts[decision]}处" for decision in Decision if counts[decision])
    print_heading(f"收到的是花脸稿，原有修订{len(decided)}处{f'：{summary}' if summary else ''}")
    shown = [one for one in decided if one.decision is not Decision.ACCEPTED]
    for one in shown[:_SHOWN]:
        click.echo(f"  {_DECISIONS[one.decision]}　{'插入' if one.come else '删除'}“{short(one.text)}”　在“{one.where}”一段")
    if len(shown) > _SHOWN:
        click.echo(f"  等{len(shown)}处，用 --json 可以全部列出")
    if counts[Decision.REJECTED]:
        click.echo("  拒绝的修订涉及数据的，请在数据表里更正后重新生成")


def print_beside(changes: tuple[SideChange, ...]) -> None:
    """What changed beside the text, on stdout."""
    if changes:
        print_heading(f"正文以外的改动（{len(changes)}处）")
    for change in changes:
        old, new = (None if words is None else f"“{short(words)}”" for words in (change.old, change.new))
        where = change.kind not in (HEADER, FOOTER, FOOTNOTE, ENDNOTE)  # of what is drawn the place is said
        if where:
            did = "新增" if old is None else "删去" if new is None else "换过或者改过"
            click.echo(f"  {change.kind}　{did}，在{new or old}处")
        else:
            click.echo(f"  {change.kind}　{f'新增{new}' if old is None else f'删去{old}' if new is None else f'{old} → {new}'}")


def _source(found: Reconciled) -> None:
    key, version = found.key, found.source.version
    whose = f"{key.season}年度{key.unit}第{version.number}版（{shown_time(version.time)}）"
    if found.source.likeness is None:
        click.echo(f"文件自带的标识：{whose}")
    else:
        why = "文件自带的标识在版本记录里找不到" if found.named else "文件里没有标识（可能在另存时丢失）"
        click.echo(f"{why}，按文字找到最接近的版本：{whose}，相近程度{found.source.likeness:.1%}，请核对是不是这一版")
    if found.newer:
        click.echo(click.style(f"此后又有{'、'.join(f'第{number}版' for number in found.newer)}，收到的文件不是按最近的版本改的", fg="yellow"))


def _figures(edits: tuple[FigureEdit, ...]) -> None:
    print_figures(edits, f"手工改动的数据（{len(edits)}项，必须更正）" if edits else "数据没有手工改动")


def print_figures(edits: tuple[FigureEdit, ...], heading: str) -> None:
    """Figures, each with what became of it and the cells that it came from."""
    print_heading(heading)
    for help_text in dict.fromkeys(map(help_of, edits)):
        for edit in edits:
            if help_of(edit) == help_text:
                _figure(edit)
        click.echo(f"  {help_text}")


def _rewritten(edits: tuple[FigureEdit, ...]) -> None:
    if edits:
        print_heading(f"只改了写法、数值没有变的数据（{len(edits)}项，不需要更正）")
    for edit in edits:
        label = f"{edit.shown.row} {edit.shown.label}" if edit.shown.row else edit.shown.label
        click.echo(f"  {label}　{'；'.join(_spots(edit))}")


def _figure(edit: FigureEdit) -> None:
    """A figure, what became of it, and the cells that it came from."""
    shown = edit.shown
    label = f"{shown.row} {shown.label}" if shown.row else shown.label
    kept = f"（另有{edit.kept}处没有改，前后不一致）" if edit.kept and not edit.gone else f"（另有{edit.kept}处仍在）" if edit.kept else ""
    click.echo(f"  {click.style('错误', fg='red', bold=True)}　{click.style(label, bold=True)}　{'；'.join(_spots(edit))}{kept}")
    for line in _cells(edit):
        click.echo(f"      {line}")


def _spots(edit: FigureEdit) -> Iterable[str]:
    """Each change once, with how often it was made."""
    for (old, new, struck), times in Counter((spot.old, spot.new, spot.struck) for spot in edit.spots).items():
        words = f"{click.style(old, fg='red')} → {click.style(new, fg='green') if new is not None else '（已删去）'}{'，原数用删除线划掉' if struck else ''}"
        yield f"{words}（{times}处）" if times > 1 else words


def _cells(edit: FigureEdit) -> Iterable[str]:
    sources = edit.sources
    for source in sources[:PLACES_SHOWN]:
        yield f"{in_words([source.place])[0]}{f'：这一版为 {source.raw}' if source.raw else ''}"
    if len(sources) > PLACES_SHOWN:
        yield f"等{len(sources)}个单元格（{edit.shown.formula or '合计'}）"


def help_of(edit: FigureEdit) -> str:
    """What to do about a figure; it isn't corrected in the Word file."""
    if edit.spots[0].old.startswith(_MISSING):
        return "请把这一项填到数据表里，重新生成；不要填在 Word 文件里"
    if edit.gone:
        return "数据有误的，请在上述单元格更正后重新生成；不需要写这个数的，请修改模板"
    return "改得对的，请在上述单元格更正后重新生成；改错了的，以数据表为准"


def _revisions(revisions: tuple[Revision, ...], *, of_redline: bool) -> None:
    if not revisions:
        return
    print_heading(f"{'新加的修订' if of_redline else '修订'}（{len(revisions)}处）")
    for revision in revisions[:_SHOWN]:
        words = f"“{short(revision.text)}”" if revision.text else "段落标记"
        click.echo(f"  {_signed(revision.author, revision.date)}{_KINDS[revision.kind]}{words}　在“{revision.where}”一段")
    if len(revisions) > _SHOWN:
        click.echo(f"  等{len(revisions)}处，用 --json 可以全部列出")


def _struck(struck: tuple[Struck, ...]) -> None:
    if not struck:
        return
    print_heading(f"用删除线划掉的文字（{len(struck)}处，按已经删除比较）")
    for one in struck[:_SHOWN]:
        click.echo(f"  “{short(one.text)}”　在“{one.where}”一段")
    if len(struck) > _SHOWN:
        click.echo(f"  等{len(struck)}处，用 --json 可以全部列出")


def _comments(comments: tuple[Comment, ...]) -> None:
    print_comments([(comment, ()) for comment in comments])


def print_comments(comments: Sequence[tuple[Comment, tuple[str, ...]]]) -> None:
    """Comments, each with whose copies have it where that isn't who wrote it."""
    if not comments:
        return
    print_heading(f"批注（{len(comments)}条）")
    for comment, reviewers in comments:
        at = f"　对“{short(comment.at)}”" if comment.at else ""
        others = "、".join(one for one in reviewers if one != comment.author)
        click.echo(f"  {_signed(comment.author, comment.date)}{short(comment.text)}{at}{f'　（{others}的文件）' if others else ''}")


def _signed(author: str, date: str) -> str:
    return f"{author or '（未署名）'}{f' {date[:10]}' if date else ''}　"


def short(text: str) -> str:
    """A text on one line, cut where it is long."""
    line = text.replace("\n", " ")
    return line if len(line) <= _LONG else f"{line[:_LONG]}……"
