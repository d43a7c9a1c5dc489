"""A form that is watched: saved in Word, it is filled in anew; half of a file is waited for."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from tests.building.watch.running import Running
from tests.forms.office_form import KIND, paragraphs, use

pytestmark = pytest.mark.xdist_group("watch")


@pytest.mark.slow
def test_a_saved_form_is_filled_in_anew(root: Path, tmp_path: Path) -> None:
    pair = Path(shutil.copytree(root / "tests/projects/pair", tmp_path / "pair"))
    form = use(pair, paragraphs("共{{ tasks.total|households }}"), KIND.replace("filed: false", "filed: false\n  formats: [docx]"))
    kinds = pair / "templates/kinds.yaml"
    kinds.write_text(KIND.replace("filed: false", "filed: false\n  formats: [docx]"), encoding="utf-8")
    for described in pair.glob("inputs/*/*/单位.yaml"):
        described.write_text(described.read_text(encoding="utf-8").partition("\n公文:")[0] + "\n", encoding="utf-8")
    with Running(pair) as running:
        running.wait_for("正在监视 inputs/2023/")
        running.wait_for("用时")
        changed = Document()
        changed.add_paragraph("改为{{ tasks.total|wan_households }}")
        buffer = BytesIO()
        changed.save(buffer)
        form.write_bytes(buffer.getvalue()[:2000])
        running.wait_for("自制表.docx", "还在保存")
        form.write_bytes(buffer.getvalue())
        running.wait_for("templates/docx/自制表.docx 有变化")
        assert "甲县《自制表》" in running.wait_for("用时")
        assert Document(str(pair / "outputs/2023/甲县/自制表.docx")).paragraphs[-1].text == "改为0.2000万户"
        changed.add_paragraph("{{ tasks.totl|households }}")
        changed.save(str(form))
        running.wait_for("错误 templates/docx/自制表.docx 第2段", "“tasks.totl”")
        assert running.end() == 0
