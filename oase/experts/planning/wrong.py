class WrongPlan(ValueError):
    """A plan that cannot be simulated; its text is a sentence that says what to change."""
