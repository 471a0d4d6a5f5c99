"""What her phone keeps for the time without a network, and what it sends up afterwards."""
