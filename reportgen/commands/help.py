"""click in Chinese: help pages and messages of wrong use."""

import difflib
import re
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

import click


class Command(click.Command):
    """A command whose help page is Chinese."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """[选项] and the arguments."""
        return ["[选项]", *(p.make_metavar(ctx) for p in self.params if isinstance(p, click.Argument))]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """用法."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """参数和选项."""
        rows = [(p.make_metavar(ctx), getattr(p, "help_text", "")) for p in self.params if isinstance(p, Argument)]
        if rows:
            formatter.write_paragraph()
            formatter.write_text("参数：")
            _rows(formatter, rows)
        records = (p.get_help_record(ctx) for p in self.get_params(ctx) if isinstance(p, click.Option))
        formatter.write_paragraph()
        formatter.write_text("选项：")
        _rows(formatter, [(name, _REMARKS.sub(_translated, text)) for name, text in filter(None, records)])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help, described in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助"
        return option


class Group(Command, click.Group):
    """A group of commands whose help page is Chinese."""

    command_class = Command

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """[选项] 命令."""
        del ctx
        return ["[选项]", "命令", "..."]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """命令, then 选项."""
        formatter.write_paragraph()
        formatter.write_text("命令：")
        _rows(formatter, [(name, self.commands[name].short_help or "") for name in self.commands])
        super().format_options(ctx, formatter)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which an office uses them."""
        del ctx
        return list(self.commands)


class Argument(click.Argument):
    """An argument that its command's help page describes."""

    def __init__(self, declarations: Sequence[str], help_text: str = "", **attributes: Any) -> None:
        super().__init__(declarations, **attributes)
        self.help_text = help_text


_REMARKS = re.compile(r"\s*\[(required|x[<>]=?\d+|\d+<=x<=\d+)\]$")
"""What click adds to the description of an option."""


_SURPLUS = re.compile(r"Got unexpected extra arguments? \((.*)\)")
"""What click says of words that a command has no place for."""


def _translated(remark: re.Match[str]) -> str:
    return "（必填）" if remark[1] == "required" else ""  # a range is told by the fault of a value outside it


def _rows(formatter: click.HelpFormatter, rows: Sequence[tuple[str, str]]) -> None:
    """Two columns; text isn't wrapped, since Chinese has no spaces to wrap at."""
    wide = max(_columns(name) for name, _ in rows)
    for name, text in rows:
        formatter.write(f"  {name}{' ' * (wide - _columns(name))}  {text}\n")


def _columns(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)


def describe(fault: click.ClickException) -> str:
    """What was wrong with the use of a command, in Chinese."""
    if isinstance(fault, click.NoSuchOption):
        near = f"，是否要写 {fault.possibilities[0]}" if fault.possibilities else ""
        return f"没有选项 {fault.option_name}{near}"
    if isinstance(fault, click.MissingParameter):
        name = fault.param.make_metavar(fault.ctx) if fault.param is not None and fault.ctx is not None else ""
        return f"缺少参数 {name}"
    if isinstance(fault, click.BadParameter):
        hint = fault.param_hint or (fault.param.get_error_hint(fault.ctx) if fault.param is not None else "")
        return f"{hint} 的值不正确：{fault.message}"
    if isinstance(fault, click.BadOptionUsage):
        return f"选项 {fault.option_name} 的用法不对：要写一个值，或者不写值"
    if type(fault).__name__ == "NoSuchCommand":
        name = str(getattr(fault, "command_name", ""))
        known = fault.ctx.command.commands if isinstance(fault, click.UsageError) and fault.ctx and isinstance(fault.ctx.command, click.Group) else {}
        close = difflib.get_close_matches(name, known, 1)
        return f"没有命令 {name}{f'，是否要写 {close[0]}' if close else ''}".rstrip()
    if isinstance(fault, click.UsageError):
        surplus = _SURPLUS.fullmatch(fault.message)
        if surplus:
            return f"多写了 {surplus[1]}"
        return "参数不对" if fault.message.isascii() else fault.message  # ours are Chinese, click's aren't
    return fault.format_message()


def run(group: click.Group) -> int:
    """Run the command line; gives the exit status: what the command returned, or 2 for wrong use."""
    try:
        status = group.main(prog_name="reportgen", standalone_mode=False)
    except click.Abort:
        click.echo("\n已中断", err=True)
        return 130
    except click.exceptions.NoArgsIsHelpError as fault:
        click.echo(fault.ctx.get_help() if fault.ctx else "", err=True)
        return 2
    except click.ClickException as fault:
        command = fault.ctx.command_path if isinstance(fault, click.UsageError) and fault.ctx else "reportgen"
        click.echo(f"错误：{describe(fault)}\n请用 {command} --help 查看用法", err=True)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    return status if isinstance(status, int) else 0
