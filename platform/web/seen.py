"""What a page showed is what its button confirms: both are compared when the button is pressed."""


class HasChanged(Exception):
    """Something was typed anew, or moved, after the page was read: what it showed is not what
    a press would confirm now."""


def need_as_seen(mark: str, seen: str) -> None:
    """Raise HasChanged where a page showed something else. `mark` tells what is there now,
    `seen` what the page's form names, empty where it names nothing; ask it under the lock."""
    if seen and seen != mark:
        raise HasChanged
