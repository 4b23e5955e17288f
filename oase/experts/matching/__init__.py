"""Who is asked: who will probably solve this, soon, and wants it."""

from oase.experts.matching.finding import WAVES, candidates, first_asked, qualified

__all__ = ["WAVES", "candidates", "first_asked", "qualified"]
