"""The room of chosen habits, their goals, and what is recorded of each day."""
