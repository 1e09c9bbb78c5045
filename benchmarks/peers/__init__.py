"""The usual recipes and other packages beside the bot: the same questions, one run, the same scorer."""
