"""The rules as findings cite them."""

from collections.abc import Iterable, Mapping

from reportgen.findings import CitedPolicy, CitedRule
from reportgen.policy.model import Policy


def cited(policies: Iterable[Policy]) -> Mapping[str, CitedRule]:
    """The rules by id, those of a clause together: an office's own follow the others of their clause."""
    found = {}
    for policy in policies:
        document = policy.document
        citing = CitedPolicy(policy.id, document.title, document.number, document.issuer)
        clauses = list(dict.fromkeys(rule.clause for rule in policy.rules))
        for rule in sorted(policy.rules, key=lambda rule: clauses.index(rule.clause)):
            found[rule.id] = CitedRule(citing, rule.id, rule.title, rule.clause, rule.quote, rule.place)
    return found
