"""One module for each kind of question: each takes a `Question` and the `Facts` of a document and returns a `Finding`."""
