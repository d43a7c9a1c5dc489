"""Setting Django up for a workspace, once in a process, and bringing the database to the present tables."""

from collections.abc import Iterable

from reportgen.desk.chosen import chosen_in
from reportgen.desk.folder import DeskFolder
from reportgen.desk.settings import settings_of


def set_up(folder: DeskFolder, season: str, names: Iterable[str] = ()) -> None:
    """Set Django up for the desk of a workspace; where it is set up already, nothing is done. Raises OSError where its folder can't be made or read."""
    import django
    from django.conf import settings

    if settings.configured:
        return
    folder.make()
    chosen, _ = chosen_in(folder.root)
    settings.configure(**settings_of(folder, season, chosen, names))
    django.setup()


def migrate() -> None:
    """Bring the database to the present tables; an empty one is made. Raises django.db.DatabaseError."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
