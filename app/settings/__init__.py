"""The room where she changes what Bonny knows of her, takes it away, or deletes it."""
