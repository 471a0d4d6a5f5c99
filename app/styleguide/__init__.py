"""The room where every piece of the design stands in every state, for who builds Bonny."""
