"""What became of a filing, and what a package turned out to be, on the console or as JSON."""

from typing import TYPE_CHECKING, Any

import click

from reportgen.console import one_line, print_problems, problem_json
from reportgen.diagnostics import has_errors

if TYPE_CHECKING:
    from reportgen.filing.file import Filed
    from reportgen.filing.verify import Verified
    from reportgen.versions.filings import Filing
    from reportgen.workspace import Workspace


def filed_json(filed: "Filed", workspace: "Workspace") -> dict[str, Any]:
    """A filing as `file --json` gives it; `filed` is null where it was refused."""
    return {
        "filed": None if filed.filing is None else filing_json(filed.filing),
        "again": filed.again,
        "package": None if filed.package is None else workspace.relative(filed.package),
        "overridden": [problem_json(problem) for problem in filed.against] if filed.filing else [],
        "problems": [problem_json(problem) for problem in filed.problems],
    }


def print_filed(filed: "Filed", workspace: "Workspace", title: str) -> None:
    """What was filed and where its package is; or what stands against it, and how that can be overridden."""
    print_problems(filed.problems)
    filing = filed.filing
    if filing is None:
        click.echo(click.style(f"{title}没有报送", fg="red"))
        if filed.against and set(filed.against) == set(filed.problems):
            click.echo("以上问题应当先解决。确需现在报送的，用 --override 写明理由，理由和这些问题都会记入报送记录和报送包")
        return
    words = "已经报送过" if filed.again else "已报送"
    click.echo(click.style(f"{title}第{filing.version}版{words}：{filing.number}", fg="green"))
    if filing.why and not filed.again:
        click.echo(f"报送时存在{len(filed.against)}个问题，理由：{filing.why}")
    if filed.package is not None:
        click.echo(f"报送包：{workspace.relative(filed.package)}")


def verified_json(verified: "Verified") -> dict[str, Any]:
    """A verified package as `verify --json` gives it."""
    return {
        "filed": None if verified.filing is None else filing_json(verified.filing),
        "files": verified.checked,
        "archived": verified.archived,
        "same": list(verified.same),
        "different": list(verified.different),
        "masked": sorted(verified.manifest.masked) if verified.manifest else [],
        "originals": list(verified.proven),
        "signed": verified.signed,
        "receipts": [{"receiver": one.receiver, "by": one.by, "time": one.time, "entry": one.entry} for one in verified.receipts],
        "problems": [problem_json(problem) for problem in verified.problems],
    }


def print_verified(verified: "Verified") -> None:
    """What a package holds, what was compared, and what is wrong with it."""
    print_problems(verified.problems)
    manifest, filing = verified.manifest, verified.filing
    if manifest is not None and filing is not None:
        click.echo(one_line(f"{filing.key.unit}《{manifest.kind}》　{filing.number}　{filing.time[:10]}由{filing.by}报送"))
        if filing.why:
            click.echo(one_line(f"报送时有问题没有解决，理由：{filing.why}"))
            for text in manifest.against:
                click.echo(one_line(f"    {text}"))
        if manifest.masked:
            here = f"，原件在本工作区、与报送时相同的{len(verified.proven)}个" if verified.proven else "，原件在报送单位"
            click.echo(f"遮盖了个人信息的填报表副本{len(manifest.masked)}个{here}")
        click.echo(f"对照清单核对了{verified.checked}个文件；用包内的数据重新生成，逐字节相同的{len(verified.same)}个，不同的{len(verified.different)}个")
        if verified.archived is not None:
            click.echo(f"归档包：对照归档清单核对了{verified.archived}个文件，以上是其中的报送包")
        for one in verified.receipts:
            click.echo(one_line(f"{one.receiver}{one.by}于{one.time[:16].replace('T', ' ')}收到，回执与报送包一致"))
    what = "报送包" if verified.archived is None else "归档包"
    if has_errors(verified.problems):
        click.echo(click.style(f"{what}核对没有通过", fg="red"))
    elif filing is not None and not verified.signed:
        click.echo(click.style("清单自洽，不能证明出自该单位", fg="yellow"))
    elif verified.problems:
        click.echo(click.style(f"签名是该单位的，{what}没有被改动，但有上述情况", fg="yellow"))
    else:
        click.echo(click.style(f"{what}核对通过：签名是该单位的，没有被改动，公文与包内的数据一致", fg="green"))


def filing_json(filing: "Filing") -> dict[str, Any]:
    """A filing as JSON gives it."""
    return {
        **filing.key._asdict(),
        "version": filing.version,
        "number": filing.number,
        "time": filing.time,
        "by": filing.by,
        "override": filing.why or None,
        "position": filing.position,
        "sha256": filing.entry,
    }
