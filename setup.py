"""The one thing that pyproject.toml can't say: the wheel takes templates/ along as reportgen/templates/."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithTemplates(build_py):
    """Copies templates/ into the package; an editable install leaves them where they are."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            shutil.copytree("templates", Path(self.build_lib, "reportgen", "templates"), ignore=shutil.ignore_patterns("~$*", ".*"), dirs_exist_ok=True)


setup(cmdclass={"build_py": BuildWithTemplates})
