"""Figures + template -> canonical HTML: the kinds of document, composing, the closed vocabulary."""
