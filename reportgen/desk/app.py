"""The Django application."""

from django.apps import AppConfig


class Desk(AppConfig):
    """The desk's tables."""

    name = "reportgen.desk"
    label = "desk"
    verbose_name = "报送台"
