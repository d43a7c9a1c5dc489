"""The checks of clean heating, by name."""

from reportgen.policy.checks.registry import Registry

check = Registry()
CHECKS = check.checks
