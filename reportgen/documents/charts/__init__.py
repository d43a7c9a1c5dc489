"""Charts: figures -> the SVG of a canonical `figure` (docs/canonical-html.md). Templates call them as `chart.line(...)`."""

from types import SimpleNamespace

from reportgen.documents.charts.columns import columns_and_line
from reportgen.documents.charts.line import line
from reportgen.documents.charts.stacked import stacked_bars

__all__ = ["CHARTS", "columns_and_line", "line", "stacked_bars"]

CHARTS = SimpleNamespace(columns_and_line=columns_and_line, stacked_bars=stacked_bars, line=line)
