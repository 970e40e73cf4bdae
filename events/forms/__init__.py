"""The forms of events: what a visitor looks for, and what an organiser fills in."""
