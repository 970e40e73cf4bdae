"""Petitions by program: what visitors read and do, and what organisers write."""
