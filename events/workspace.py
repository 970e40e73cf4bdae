"""What events bring to the workspace: what waits, and their deeds in words."""


def register() -> None:
    pass
