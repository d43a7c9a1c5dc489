"""报送说明.txt: what a package is, in words for who opens it."""

from reportgen.filing.case import Case
from reportgen.filing.names import DATA, DOCUMENTS, EDITED, LOG, MANIFEST, REPORTS, RULES, SEALED


def note(case: Case, against: tuple[str, ...], is_masked: bool, reports: tuple[str, ...]) -> str:
    """The note of a package: what was filed, by whom, with what against it and why nevertheless, what is in it, how to verify it.

    `against` is what stood against it, in words; `is_masked` that some of the data are masked copies; `reports` are the names of the reports in the package.
    """
    filing, job = case.filing, case.job
    lines = [
        f"报送包：{filing.key.unit}《{job.kind.name}》",
        "",
        f"发文机关：{job.scope.unit.authority}",
        f"发文字号：{filing.number}",
        f"采暖季：{filing.key.season}—{int(filing.key.season) + 1}年",
        *([f"第{case.before + 1}次报送，以这一次为准"] if case.before else []),
        f"报送时间：{filing.time}",
        f"报送人：{filing.by}",
    ]
    if against:
        lines += ["", "【注意】报送时存在下列问题，报送人说明理由后仍然报送。", f"理由：{filing.why}", *(f"问题：{text}" for text in against)]
    if case.moved:
        lines += ["", f"【注意】报送时填报数据已有变化，用“{DATA}”文件夹中的数据不能重新生成这份公文。"]
    lines += [
        "",
        "包内文件：",
        f"{DOCUMENTS}/　公文的 Word 和 PDF 文件；PDF 为 PDF/A-3u 存档格式，内嵌本单位的填报数据",
        f"{REPORTS}/　{'、'.join(dict.fromkeys(reports))}",
        f"{DATA}/　填报数据、佐证材料、模板和设置，可以用来重新生成公文",
        *(["　　　其中有个人信息的填报表是遮盖后的副本，原件留在报送单位；清单中列有这些文件和核对原件用的摘要"] if is_masked else []),
        f"{RULES}/　核查所用的政策文件和规则",
        *([f"{SEALED}/　盖章（签名）后的 PDF，或者盖章纸质件的扫描件；证书是否可信，请用阅读器查验"] if case.sealed else []),
        *([f"{EDITED}/　生成后被人修改过的文件，不是程序生成的"] if case.edited else []),
        f"{MANIFEST}　全部文件的 SHA-256，程序和字体的版本",
        f"{LOG}　报送记录，每一条都含有前一条的 SHA-256，改动其中任何一条都会被发现",
        "",
        "核对办法：reportgen verify 报送包.zip",
        "",
    ]
    return "\r\n".join(lines)
