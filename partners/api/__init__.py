"""Organisations by program: the public directory, and what one keeps of its own."""
