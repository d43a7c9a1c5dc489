"""Any two or three files, Word or PDF, compared by what they say, by the engine that compares versions."""
