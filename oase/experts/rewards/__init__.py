"""What experts earn: prices, rewards, the ledger and the monthly payout."""

from oase.experts.rewards.settling import settle

__all__ = ["settle"]
