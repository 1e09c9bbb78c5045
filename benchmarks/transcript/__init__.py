"""A real conversation with the real bot, recorded as text and as a picture: `make transcript`."""
