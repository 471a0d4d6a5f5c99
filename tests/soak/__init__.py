"""The crash soak: clock processes that die again and again, and what must be true afterwards.

``make soak`` runs it at length; tests/test_crashes.py runs twenty deaths of it.
"""
