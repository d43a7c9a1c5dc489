"""A unit's own words in its documents: paragraphs, chapters and tables put in at the headings of a composed tree."""
