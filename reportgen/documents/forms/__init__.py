"""An office's own Word form (表格) with Jinja tags: its tags checked, filled in, and read back as canonical HTML."""
