"""Making the documents: composing, writing, and putting the files where they belong."""
