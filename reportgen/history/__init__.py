"""What changed between two versions of a document, and the record of its versions."""
