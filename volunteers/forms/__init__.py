"""What people type; one file per activity."""
