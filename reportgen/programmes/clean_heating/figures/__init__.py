"""The figures of clean heating, by theme."""
