"""What changed between two documents: blocks aligned, figures, tables, charts, findings."""
