"""Stand-ins for the world outside: real servers on this machine that behave like the providers."""
