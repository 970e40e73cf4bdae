"""Pages for visitors and volunteers; one file per activity."""
