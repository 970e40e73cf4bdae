"""The organisers' side of campaigns."""
