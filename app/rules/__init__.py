"""The pure room: standard library only, no clock, no database, no Flask."""
