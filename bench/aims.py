"""What is aimed at, and whether it was reached in this run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.figures import Measure, ratio


@dataclass(frozen=True)
class Aim:
    """One figure, what it should be, and whether more of it is better."""

    what: str
    measured: float
    wanted: float
    unit: str
    at_least: bool = True

    @property
    def reached(self) -> bool:
        return self.measured >= self.wanted if self.at_least else self.measured <= self.wanted


RATES = (("append", 1150), ("second-level", 2500), ("create", 700), ("page", 150), ("inbox", 150))
LATENCIES = ((1, 0.5, 12), (1, 0.99, 40), (16, 0.5, 25))
RATIOS = (
    ("append", "message", 16, 25.0),
    ("second-level", "message", 16, 0.0),
    ("create", "conversation", 16, 0.0),
    ("append", "ping", 16, 0.0),
    ("page", "ping", 16, 0.0),
    ("message", "fsync", 1, 0.0),
)
"""Part, whole, how many at once, and the percentage aimed at; 0: only told."""


def aims(measures: Mapping[str, Measure], streams: Mapping[str, Any] | None = None) -> list[Aim]:
    """Those whose figures were measured."""
    found = []
    for name, wanted in RATES:
        if name in measures and (rate := measures[name].rate(16)):
            found.append(Aim(f"{measures[name].name}, 16 at once", rate.middle, wanted, "/s"))
    for part, whole, at_once, percent in RATIOS:
        if percent and part in measures and whole in measures:
            share = ratio(measures[part].rate(at_once), measures[whole].rate(at_once))
            if share is not None:
                what = f"{measures[part].name} of {measures[whole].name}, {at_once} at once"
                found.append(Aim(what, share * 100, percent, " %"))
    if "chat" in measures:
        for at_once, share, wanted in LATENCIES:
            if latency := measures["chat"].latency(at_once, share):
                what = f"{measures['chat'].name}, p{share * 100:.0f}, {at_once} at once"
                found.append(Aim(what, latency.middle, wanted, " ms", at_least=False))
    if streams:
        which = f"{streams['streams']:,} streams"
        found += [
            Aim(f"{which}, memory each", streams["kilobytes"], 15, " KB", at_least=False),
            Aim(f"{which}, poke to all, p99", streams["poke_ms"][1], 400, " ms", at_least=False),
            Aim(f"{which}, all back after a kill", streams["storm_seconds"], 30, " s", at_least=False),
        ]
    return found
