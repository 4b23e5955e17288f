"""What may happen with goodwill: keyword-only verbs, one transaction each."""

from oase.second_level.goodwill.giving import BeyondBudget, give
from oase.second_level.goodwill.setting import retire_kind, save_budgets, save_kind
from oase.second_level.goodwill.wishing import ask_for, decide, drop
from oase.second_level.goodwill.withdrawing import withdraw

__all__ = [
    "BeyondBudget",
    "ask_for",
    "decide",
    "drop",
    "give",
    "retire_kind",
    "save_budgets",
    "save_kind",
    "withdraw",
]
