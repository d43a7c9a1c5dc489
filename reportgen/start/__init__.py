"""Beginning: a workspace, a unit, a season; what an office gets before it fills anything in."""
