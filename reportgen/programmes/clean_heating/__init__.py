"""冬季清洁取暖: vocabularies, policies with their rules, and the figures and checks that only Python can say."""

from reportgen.figures.package import Package
from reportgen.programmes.clean_heating.checks import CHECKS
from reportgen.programmes.clean_heating.figures.pilot import asks_before
from reportgen.programmes.clean_heating.figures.theme import THEMES, themes

PACKAGE = Package(THEMES, themes, CHECKS, asks_before=asks_before, unusual=lambda themes: themes.dispatch.unusual)
