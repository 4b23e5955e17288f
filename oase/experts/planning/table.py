"""One table of a file, read word by word: what is missing, of the wrong kind or unknown is said with its place."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from oase.experts.planning.plan import Times
from oase.experts.planning.weeks import MINUTE, Hours, hours_in
from oase.experts.planning.wrong import WrongPlan


class Table:
    """Takes words out of `read`; `done` complains about those that nobody took."""

    def __init__(self, read: Mapping[str, Any], place: str) -> None:
        self._left = dict(read)
        self.place = place

    def done(self) -> None:
        """Raises: WrongPlan: a word is left that means nothing here."""
        if self._left:
            raise WrongPlan(f"{self.place}: “{min(self._left)}” means nothing here.")

    def _take(self, key: str, usual: Any) -> Any:
        found = self._left.pop(key, usual)
        if found is None:
            raise WrongPlan(f"{self.place}: “{key}” is missing.")
        return found

    def _number(self, key: str, found: Any) -> float:
        try:
            number = float(found) if isinstance(found, int | float) and not isinstance(found, bool) else math.nan
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise WrongPlan(f"{self.place}: “{key}” is a number.")
        return number

    def number(self, key: str, usual: float | None = None) -> float:
        return self._number(key, self._take(key, usual))

    def whole(self, key: str, usual: int | None, least: int, most: int) -> int:
        number = self.number(key, usual)
        if number != int(number) or not least <= number <= most:
            raise WrongPlan(f"{self.place}: “{key}” is a whole number from {least} to {most:,}.")
        return int(number)

    def numbers(self, key: str, usual: Sequence[float]) -> tuple[float, ...]:
        found = self._take(key, list(usual))
        if not isinstance(found, list) or not found:
            raise WrongPlan(f"{self.place}: “{key}” is a list of numbers.")
        return tuple(self._number(key, one) for one in found)

    def text(self, key: str) -> str:
        found = self._take(key, None)
        if not isinstance(found, str) or not found.strip() or len(found) > 80:
            raise WrongPlan(f"{self.place}: “{key}” is a name of 1 to 80 characters.")
        return found.strip()

    def texts(self, key: str, usual: Sequence[str]) -> tuple[str, ...]:
        found = self._take(key, list(usual))
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise WrongPlan(f"{self.place}: “{key}” is a list of names.")
        return tuple(found)

    def shares(self, key: str, usual: Mapping[str, float]) -> dict[str, float]:
        found = self._take(key, usual)
        if not isinstance(found, Mapping) or not found:
            raise WrongPlan(f"{self.place}: “{key}” gives each of some names a number.")
        return {str(name): self._number(f"{key}.{name}", one) for name, one in found.items()}

    def hours(self, key: str, usual: Hours) -> Hours:
        found = self._left.pop(key, None)
        if found is None:
            return usual
        if not isinstance(found, str):
            raise WrongPlan(f"{self.place}: “{key}” are hours like “mo-fr 17:00-22:00”, or “always”.")
        return self._here(lambda: hours_in(found))

    def times(self, key: str, usual: Times) -> Times:
        """`key_minutes`, the median; `key_spread`; and `key_shape`, `log-normal` or `exponential`."""
        median = self.number(f"{key}_minutes", usual.median / MINUTE) * MINUTE
        spread = self.number(f"{key}_spread", usual.spread)
        shape = self._take(f"{key}_shape", "exponential" if usual.exponential else "log-normal")
        if shape not in ("log-normal", "exponential"):
            raise WrongPlan(f"{self.place}: “{key}_shape” is “log-normal” or “exponential”.")
        return self._here(lambda: Times(median, spread, shape == "exponential"))

    def table(self, key: str, place: str) -> "Table":
        found = self._take(key, {})
        if not isinstance(found, Mapping):
            raise WrongPlan(f"{self.place}: “{key}” is a table.")
        return Table(found, place)

    def tables(self, key: str, place: str) -> list["Table"]:
        found = self._take(key, None)
        if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
            raise WrongPlan(f"{self.place}: “{key}” is a list of tables.")
        return [Table(one, f"{place} {number}") for number, one in enumerate(found, 1)]

    def _here[Read](self, read: Callable[[], Read]) -> Read:
        try:
            return read()
        except WrongPlan as wrong:
            raise WrongPlan(f"{self.place}: {wrong}") from wrong
