"""How a document is set beyond its styles, as a typist does it (GB/T 9704-2012, 7.3.5.5): the same for both writers."""
