"""The language in which wording is written: templates, Word forms, titles, and the expressions and messages of rules.

It is Jinja in a sandbox, with one set of filters and tests (docs/language.md lists them), one kind of figure and one wording of faults
everywhere. What differs is where it is written, not what it means:

- A figure compares, adds and prints as the number that it is. Of one that is missing nothing holds: it is neither equal to, less nor
  greater than anything, and not true. A document goes on and prints 【待补：…】; a rule stops there and is told as not checked.
- In documents a figure goes through a filter, so that it carries its sources; where words alone are made (titles, messages)
  it may also stand by itself, and prints exactly.
- Rules are anybody's: their work is counted, they have no statements, and no filter or test that would hide what is missing.
"""
