class SetupError(Exception):
    """What the operator has to put right before Oase can run; the text is one clear sentence or two."""
