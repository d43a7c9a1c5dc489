"""The datasets that the engine itself asks for by their keys, in any programme; where a programme has none of a key, nothing is done with it."""

TASKS = "tasks"
"""What a unit is to do: a season's notice assigns it in a table with the same columns."""
SETTLEMENTS = "settlements"
"""The unit's townships and villages: names in all other tables are looked for there."""
INDICATORS = "indicators"
"""What a unit scores itself by: its score is told to the unit above."""
FUNDS, RETROFIT, PROGRESS, PILOT = "funds", "retrofit", "progress", "pilot"
"""Money and floor space that are left, and how far the tasks are: from these, and the tasks, a new season's rows are computed."""
LEDGER = "households"
"""The households, which are others in each season."""
KNOWN = frozenset((TASKS, SETTLEMENTS, INDICATORS, FUNDS, RETROFIT, PROGRESS, PILOT, LEDGER))
"""A programme that stands alone can't mean something else by one of them."""
