"""Bonny on the home screen: the manifest, and the hint that it can stand there."""
