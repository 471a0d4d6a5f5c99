"""The room of the outbox and its channels; it knows nothing of habits."""
