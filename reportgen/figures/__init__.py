"""Records -> figures: named numbers that know their unit, their formula and the cells that they came from."""
