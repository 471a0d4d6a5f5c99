"""The room of reminders: when they are due, what they say, and what her answers mean."""
