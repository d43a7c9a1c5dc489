"""A miniature ledger: two villages of a county, with photographs and scans of one household."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

HEAD = (
    "乡镇,村（社区）,户号,户主,身份证号,区域,联系电话,住房面积,取暖路径,申请日期,设备厂家,设备型号,合同编号,安装日期,验收日期,验收合格,运行正常,"
    "建设补贴,运行补贴,补贴发放日期,维修次数,住址,银行卡号"
)
ROWS = (
    # All is there.
    "甲镇,东村,JX-001,张某甲,990001194001010002,农村,13912345678,96.5,煤改电,2023-05-08,示例企业甲,SLF-30,SL-01,2023-08-01,2023-10-16,是,是,5000,600,2023-12-20,0,东村1号,6222000000000000001",
    # No application, no payment.
    "甲镇,东村,JX-002,李某乙,990001195001010004,农村,13912345679,88,煤改气,,示例企业乙,SLB-20,SL-02,2023-08-02,2023-10-17,是,是,3000,800,,1,东村2号,6222000000000000002",
    # District heating has no device.
    "乙乡,西村,JX-003,王某丙,990001196001010005,农村,13912345680,70,集中供热,2023-05-09,,,SL-03,2023-08-03,2023-10-18,是,是,4000,500,2023-12-20,0,西村3号,6222000000000000003",
)
PERSONAL = ("张某甲", "990001194001010002", "13912345678", "东村1号", "6222000000000000001")
UNIT = "sample: true\n名称: 示例县\n级别: 县\n代码: '990001'\n发文机关: 示例县清洁取暖办\n"


def picture(size: tuple[int, int], colour: str = "#806040", form: str = "JPEG") -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, form)
    return buffer.getvalue()


def scan(pages: int) -> bytes:
    buffer = BytesIO()
    first, *others = [Image.new("L", (620, 877), 200 + number) for number in range(pages)]
    first.save(buffer, "PDF", save_all=True, append_images=others, resolution=75)
    return buffer.getvalue()


def write(path: Path, content: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """The workspace of a county whose ledger is ROWS."""
    write(tmp_path / "reportgen.toml", "season = 2023\n")
    folder = tmp_path / "inputs" / "2023" / "示例县"
    write(folder / "单位.yaml", UNIT)
    write(folder / "用户台账.csv", "\n".join((HEAD, *ROWS)) + "\n")
    return tmp_path


@pytest.fixture
def papers(county: Path) -> Callable[..., None]:
    """Puts files into the folder of a household."""

    def put(number: str, **files: bytes) -> None:
        for name, content in files.items():
            write(county / "inputs/2023/示例县/佐证材料/一户一档" / number / name.replace("__", "."), content)

    return put
