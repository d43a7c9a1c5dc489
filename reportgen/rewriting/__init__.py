"""Files of text that people keep, YAML and CSV, with other values in them: whatever isn't changed stays as they wrote it, byte for byte."""
