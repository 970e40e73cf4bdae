"""The organisers' side of organisations."""
