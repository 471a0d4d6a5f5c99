"""Bonny on her phone: installed, opened without a network, and what was kept there sent up later."""
