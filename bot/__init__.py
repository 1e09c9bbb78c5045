"""The bot: understanding a question, composing and verifying an answer, rendering it, channels."""
