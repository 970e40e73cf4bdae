"""Campaigns by program: what visitors read, and what organisers write and agree on."""
