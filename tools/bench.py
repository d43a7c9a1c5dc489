"""make bench: what the documents cost, as ratios against a peer measured in the same run.

Each pair is timed in turns, several times; the figure printed is the median of the ratios, with the lowest and the
highest. Nothing here passes or fails. With --all it also builds every document of a province of 117 counties, which takes minutes.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import bench_build
import bench_desk
import bench_diff
import bench_handbooks
import bench_ledger
import bench_workbook
from peers import docxtpl_peer, typst_peer, weasyprint_peer

from reportgen.pipeline.known import Known
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.render.layout import Layout
from reportgen.render.pdf import write_pdf
from reportgen.render.typst import write_typst
from reportgen.render.word import write_docx
from reportgen.workspace import Workspace

ROOT = Path(__file__).parent.parent
ROUNDS = 7
COUNTIES = ("原平市", "保德县", "五寨县")


def main() -> None:
    """Run every comparison and print one line each."""
    season = open_season(Workspace(ROOT), "2023")
    every = [(job.scope.unit.name, composed.html) for job in season.jobs() if (composed := season.compose(job)).html]
    documents = [html for unit, html in every if unit == COUNTIES[1]]
    print(f"{len(every)} 份公文，其中{COUNTIES[1]}{len(documents)}份用来与其他软件相比；每项测 {ROUNDS} 轮，取中位数（最低～最高）\n")
    seconds("阅读填报表、组稿、核查（不写文件），全部单位", lambda: compose_all(open_season(season.workspace, season.name)))
    for county in COUNTIES:
        seconds(f"{county}报送的公文组稿（程序已就绪，不写文件；要求 0.2 秒以内）", partial(compose_unit, season, county))
        seconds(f"{county}的全部公文组稿和核查，含合规核查报告", partial(compose_and_check_unit, season, county))
    seconds("全部规则核查全部单位（公文已组稿；要求 1 秒以内）", lambda: evaluate_all(replace(season, known=replace(season.known, evaluated={}))))
    compare("DOCX：reportgen ÷ docxtpl（内容相同）", lambda: write_all_docx(documents), docxtpl_peer(documents))
    compare("PDF：reportgen ÷ WeasyPrint（同样的 HTML 和样式）", lambda: write_all_pdf(documents), weasyprint_peer(documents))
    compare("PDF：reportgen（typst）÷ typst（同样的源；要求 1.5 以内）", lambda: write_all_typst(documents), typst_peer(documents))
    compare("PDF：reportgen（typst）÷ reportgen（WeasyPrint）", lambda: write_all_typst(documents), lambda: write_all_pdf(documents))
    compare("reportgen --help ÷ python -c pass", lambda: run("-m", "reportgen", "--help"), lambda: run("-c", "pass"))
    bench_build.main(whole="--all" in sys.argv[1:])
    bench_diff.main()
    bench_workbook.main()
    bench_ledger.main()
    bench_handbooks.main()
    bench_desk.main()


def seconds(title: str, work: Callable[[], object]) -> None:
    """Time the work, warm, and print it."""
    work()
    times = sorted(timed(work) for _ in range(ROUNDS))
    print(f"{title}：{statistics.median(times):.3f} 秒（{times[0]:.3f}～{times[-1]:.3f}）")


def compare(title: str, ours: Callable[[], object], theirs: Callable[[], object]) -> None:
    """Time both in turns, warm, and print the ratio."""
    ours(), theirs()
    pairs = [(timed(ours), timed(theirs)) for _ in range(ROUNDS)]
    ratios = sorted(a / b for a, b in pairs)
    a, b = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{title}：{statistics.median(ratios):.2f}（{ratios[0]:.2f}～{ratios[-1]:.2f}）　{a:.3f} 秒 ÷ {b:.3f} 秒")


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run(*arguments: str) -> None:
    """A Python process of its own."""
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)


def compose_all(season: Season) -> None:
    """Compose every document, figures and findings and all."""
    for job in season.jobs():
        season.compose(job)


def compose_unit(season: Season, unit: str) -> None:
    """Compose the documents that a unit files, figures and all; templates are compiled already."""
    fresh = replace(season, known=Known())
    for job in fresh.jobs(frozenset({unit})):
        if job.kind.filed:
            fresh.composer.compose(job.scope, job.kind, fresh.name, fresh.themes(job.scope), {})


def compose_and_check_unit(season: Season, unit: str) -> None:
    """Compose a unit's documents and evaluate the rules, the compliance report too."""
    fresh = replace(season, known=Known())
    for job in fresh.jobs(frozenset({unit})):
        fresh.compose(job)


def evaluate_all(season: Season) -> None:
    """Every rule against every unit and kind."""
    for job in season.jobs():
        season.evaluate(job)


def write_all_docx(documents: list[str]) -> None:
    """Our DOCX writer."""
    base = (ROOT / "templates/docx/official.docx").read_bytes()
    layout = Layout()
    for html in documents:
        write_docx(html, layout, base)


def write_all_pdf(documents: list[str]) -> None:
    """Our PDF writer."""
    css = (ROOT / "templates/html/gongwen.css").read_text(encoding="utf-8")
    layout = Layout()
    for html in documents:
        write_pdf(html, layout, css)


def write_all_typst(documents: list[str]) -> None:
    """Our PDF writer by Typst."""
    layout = Layout()
    for html in documents:
        write_typst(html, layout)


if __name__ == "__main__":
    main()
