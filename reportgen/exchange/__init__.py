"""Down to the units below, and back (下发、收集): workbooks that are handed out, what comes back, and how it is taken in."""
