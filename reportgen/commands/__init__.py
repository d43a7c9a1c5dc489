"""The commands, a module each: parse arguments, call one function, print. Everything heavy is imported where it is used."""

from reportgen.commands.archive import archive
from reportgen.commands.build import build
from reportgen.commands.check import check
from reportgen.commands.collect import collect
from reportgen.commands.diff import diff
from reportgen.commands.export import export
from reportgen.commands.figures import figures
from reportgen.commands.file import file
from reportgen.commands.hand_out import hand_out
from reportgen.commands.handbooks import handbooks
from reportgen.commands.init import init
from reportgen.commands.key import key
from reportgen.commands.lint import lint
from reportgen.commands.log import log
from reportgen.commands.new import new
from reportgen.commands.notice import notice
from reportgen.commands.receipt import receipt
from reportgen.commands.reconcile import reconcile
from reportgen.commands.roll import roll
from reportgen.commands.schema import schema
from reportgen.commands.status import status
from reportgen.commands.trace import trace
from reportgen.commands.upgrade import upgrade
from reportgen.commands.verify import verify
from reportgen.commands.watch import watch

COMMANDS = (
    init,
    new,
    roll,
    notice,
    upgrade,
    schema,
    hand_out,
    collect,
    check,
    build,
    handbooks,
    watch,
    status,
    figures,
    trace,
    lint,
    log,
    diff,
    reconcile,
    file,
    verify,
    receipt,
    export,
    archive,
    key,
)
"""In the order in which help lists them."""
