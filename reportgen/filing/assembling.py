"""Putting a package together: its files by name, and the manifest of them."""

from dataclasses import replace

from reportgen.building.signature import signature
from reportgen.diagnostics import Diagnostic
from reportgen.filing.case import Case
from reportgen.filing.manifest import Manifest
from reportgen.filing.names import DATA, DOCUMENTS, EDITED, NOTE, REPORTS, RULES, SEALED
from reportgen.filing.note import note_content
from reportgen.filing.package import Content, digest, of_bytes, of_path
from reportgen.filing.rebuild import Rebuilt
from reportgen.filing.staging import Staged
from reportgen.policy.load import packaged_files


def assemble(case: Case, staged: Staged, made: Rebuilt, kinds: dict[str, str]) -> tuple[Manifest, dict[str, Content]]:
    """The manifest of the package of a case, and its files but the manifest and the log. `kinds` has the Chinese names by id. Raises OSError."""
    kind, programme = case.job.kind.name, case.job.scope.programme
    html, docx, pdf = (f"{DOCUMENTS}/{kind}{ending}" for ending in (".正文.html", ".docx", ".pdf"))
    reports = {name: f"{REPORTS}/{kinds[name.rpartition('.')[0]]}.{name.rpartition('.')[2]}" for name in made.reports}
    files: dict[str, Content] = {
        html: of_bytes(made.html.encode()),
        docx: of_bytes(made.docx),
        pdf: of_bytes(made.pdf),
        **{reports[name]: of_bytes(content) for name, content in made.reports.items()},
        **{f"{DATA}/{name}": content for name, content in staged.contents().items()},
        **{f"{EDITED}/{path.name}": of_path(path) for path in case.edited},
        **{f"{SEALED}/{path.name}": of_path(path) for path in case.sealed},
        **{f"{RULES}/{path.name}": of_path(path) for path in packaged_files(alone=programme.alone)},
    }
    manifest = Manifest(
        case.filing.key,
        kind,
        case.job.scope.unit.authority,
        html,
        docx,
        pdf,
        reports,
        tuple(f"{DATA}/{name}" for name in staged.own),
        staged.others,
        tuple(f"{DATA}/{name}" for name in staged.placeholders),
        not case.moved,
        tuple(map(_in_words, case.against)),
        signature(made.layout),
        {name: digest(content) for name, content in files.items()},
        {f"{DATA}/{name}": proof for name, proof in staged.proofs.items()},
        programme.season_name,
    )
    text = note_content(case.filing, manifest, case.before)
    return replace(manifest, files={**manifest.files, NOTE: digest(of_bytes(text))}), {**files, NOTE: of_bytes(text)}


def _in_words(problem: Diagnostic) -> str:
    return f"{problem.message}（{problem.places[0]}）" if problem.places else problem.message
