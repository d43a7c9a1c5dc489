"""Bytes -> records: the data dictionary (schema) and the readers of Excel, YAML and CSV."""
