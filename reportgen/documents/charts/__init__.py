"""Charts: figures -> the SVG of a canonical `figure` (docs/canonical-html.md). Templates call them as `chart.line(...)`."""

from types import SimpleNamespace

from reportgen.documents.charts.columns import columns_and_line
from reportgen.documents.charts.line import line
from reportgen.documents.charts.panels import counts, levels, panels
from reportgen.documents.charts.stacked import shares, stacked_bars

__all__ = ["CHARTS", "columns_and_line", "counts", "levels", "line", "panels", "shares", "stacked_bars"]

CHARTS = SimpleNamespace(columns_and_line=columns_and_line, counts=counts, levels=levels, line=line, panels=panels, shares=shares, stacked_bars=stacked_bars)
