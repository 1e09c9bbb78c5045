"""The ways in which a person reaches the bot. Channels do not know each other."""
