"""The room of the one page for her doctor, and of the data behind it."""
