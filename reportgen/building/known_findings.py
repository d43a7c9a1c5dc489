"""The findings that stand in a document now, as they are known without reading its data."""

from dataclasses import replace
from typing import Any

from reportgen.building.project import Project
from reportgen.findings import finding_json, outcome
from reportgen.pipeline.answer import DocumentId


def findings_now(project: Project, document: DocumentId) -> list[dict[str, Any]] | None:
    """The findings that stand in a document, a report's those of all that it speaks of; None where something has changed since they were found."""
    if document not in project.roster.documents:
        return None
    kinds = {kind.id: kind for kind in project.roster.kinds}
    unit, asked = document
    spoken_of = [one for one in project.roster.documents if one[0] == unit and kinds[one[1]].filed] if kinds[asked].is_review else [document]
    answers = {one: project.known_answer(one) for one in spoken_of}
    known = {kinds[kind].name: answer.evaluated for (_, kind), answer in answers.items() if answer is not None}
    if len(known) < len(answers):
        return None
    if not kinds[asked].is_review:
        return [finding_json(finding) for evaluated in known.values() for finding in evaluated.findings]
    return [finding_json(replace(one.finding, kind=asked)) for one in outcome(project.rules, known).broken]
