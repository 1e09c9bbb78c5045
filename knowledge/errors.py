"""The errors that a person may meet. Each message says what, where, and what to do."""


class PolicyBotError(Exception):
    """Something a person can mend; the message is shown as one line."""


class DocumentError(PolicyBotError):
    """A document cannot be read or breaks a promise of the parser."""


class IndexMismatch(PolicyBotError):  # noqa: N818 - the name is the design's
    """The index folder is missing, damaged, or made from other documents or another model."""


class UnverifiedQuote(PolicyBotError):  # noqa: N818 - the name is the design's
    """An answer carries a quote that is not a slice of the published text."""
