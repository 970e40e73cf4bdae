"""Volunteering by program: shifts, tasks and teams, signing up, and the organisers' side."""
