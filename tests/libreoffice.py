"""LibreOffice as a person at another program: it opens, edits by script, saves and converts."""

import os
import subprocess
from pathlib import Path

SECONDS = 600
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
"""


def soffice(folder: Path, *arguments: str, **environment: str) -> None:
    """One run, with a profile of its own in the folder."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=SECONDS, env={**os.environ, **environment})


def teach(folder: Path, script: str) -> None:
    """Put a Basic script, whose marks are those of XML, into the profile, which is made where there is none."""
    module = folder / "profile/user/basic/Standard/Module1.xba"
    if not module.parent.exists():
        soffice(folder, "--terminate_after_init")
    module.write_text(f"{_HEAD}{script}</script:module>\n", encoding="utf-8")


def play(folder: Path, call: str, **environment: str) -> None:
    """Run a procedure of the script: Edit("FILE")."""
    soffice(folder, f"macro:///Standard.Module1.{call}", **environment)
