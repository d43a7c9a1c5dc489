"""PostgreSQL as Django drives it, with transactions that write one after the other, as SQLite's do that write from their start."""
