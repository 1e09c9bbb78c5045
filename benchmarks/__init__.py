"""Measures the bot as people run it: quality, ledger, retrieval and speed. Never imported by the bot."""
