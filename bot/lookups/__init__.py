"""One module for each kind of question: each takes a `Question` and a document's `Facts`, and returns a `Finding`."""
