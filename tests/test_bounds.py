"""Settings, templates and policies that were made, or went wrong, so that a command never ends: each is told at its place, in a bounded process."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.workspace import packaged_templates
from tests import bounded

Plant = Callable[[Path], object]


def at(name: str, make: Plant) -> Plant:
    """Something in the place of a file of the workspace."""

    def plant(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        make(path)

    return plant


def link(to: str) -> Plant:
    return lambda path: path.symlink_to(to)


def swollen(path: Path) -> None:
    path.write_bytes((packaged_templates() / "kinds.yaml").read_bytes() + b"# x\n" * 2**22)


def many_units(root: Path) -> None:
    for number in range(5_001):
        (root / f"inputs/2023/{number}").mkdir()


CASES: dict[str, tuple[Plant, str]] = {
    "settings nested without end": (at("reportgen.toml", lambda path: path.write_text("a = " + "[" * 20_000)), "reportgen.toml：设置文件里的括号嵌套过深"),
    "settings that are a pipe": (at("reportgen.toml", os.mkfifo), "reportgen.toml：设置文件不是普通文件"),
    "kinds without end": (at("templates/kinds.yaml", swollen), "templates/kinds.yaml：文种设置超过4MB"),
    "kinds that are a device": (at("templates/kinds.yaml", link("/dev/zero")), "templates/kinds.yaml：文种设置是指向工作区以外的链接"),
    "a template that is a device": (at("templates/html/plan-county.html", link("/dev/zero")), "templates/html/plan-county.html:1"),
    "a template that is a pipe": (at("templates/html/plan-county.html", os.mkfifo), "不是普通文件"),
    "a base document that is a pipe": (at("templates/docx/official.docx", os.mkfifo), "templates/docx/official.docx：模板文件读不了：不是普通文件"),
    "a policy that is a pipe": (at("inputs/policies/a.yaml", os.mkfifo), "inputs/policies/a.yaml：不是普通文件"),
    "a policy that is a device": (at("inputs/policies/a.yaml", link("/dev/urandom")), "inputs/policies/a.yaml：是指向工作区以外的链接"),
    "a policy from elsewhere": (at("inputs/policies/a.yaml", link("/etc/hostname")), "inputs/policies/a.yaml：是指向工作区以外的链接"),
    "policies in a circle": (at("inputs/policies", link("policies")), "inputs/policies：文件夹打不开（链接绕成了圈）"),
    "templates in a circle": (at("templates", link("templates")), "templates：是链接，它指向的文件夹打不开"),
    "a unit in a circle": (at("inputs/2023/丙县", link("丙县")), "inputs/2023/丙县：文件夹打不开（链接绕成了圈）"),
    "a unit that is its season": (at("inputs/2023/丙县", link("..")), "inputs/2023/丙县：是指向工作区以外或者绕回上级的链接"),
    "thousands of units": (many_units, "inputs/2023：采暖季的文件夹里有超过5000个文件夹"),
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", CASES)
def test_what_has_no_end_is_told_at_its_place(name: str, project: Callable[[str], Path]) -> None:
    plant, words = CASES[name]
    root = project("pair")
    plant(root)
    done = bounded.run(root, "build", "--kind", "plan", "--format", "html")
    assert done.returncode in (1, 2)
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["lint", "reconcile"])
@pytest.mark.parametrize("make", [os.mkfifo, link("/dev/zero")])
def test_a_file_that_is_none_is_not_waited_for(command: str, make: Plant, project: Callable[[str], Path]) -> None:
    root = project("pair")
    make(root / "a.docx")
    done = bounded.run(root, command, "a.docx")
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
