"""The organisers' pages; one file per activity."""
