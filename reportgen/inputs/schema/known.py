"""The datasets that the engine itself asks for by their keys, whatever the programme; where a programme has none of a key, nothing is done with it."""

TASKS = "tasks"
"""What a unit is to do: a season's notice assigns it in a table with the same columns."""
SETTLEMENTS = "settlements"
"""The unit's townships and villages: names in all other tables are looked for there."""
INDICATORS = "indicators"
"""What a unit scores itself by: its score is told to the unit above."""
