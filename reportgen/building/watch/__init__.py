"""watch: what changes is noticed, and the documents that show it are made anew."""
