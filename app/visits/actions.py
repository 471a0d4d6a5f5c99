"""Writes of the visits room: add, change, take away and put back what she brings. Callers commit."""
