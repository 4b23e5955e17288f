"""The network and its judge, taught with JAX; oase.privacy.shield.tagger.network computes the same with NumPy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from corpus import Marked

from oase.privacy.shield.tagger.features import BUCKETS, MOST, ROWS, TOKEN, described, row
from oase.privacy.shield.tagger.network import DILATIONS

WIDTH, HIDDEN, JUDGE = 32, 48, 24
LENGTH = 48
"""Tokens of a piece in training; short texts share one."""
GAP = 4
MISSED = 3.0
"""How much worse a missed name is than a word that is masked for nothing."""
Parameters = dict[str, jax.Array]
Arrays = tuple[np.ndarray, np.ndarray, np.ndarray]

_CALLED = np.array([row("called", value) for value in range(1, 4)])
_FREQUENT = np.array([row(language, value) for language in ("german", "english") for value in range(1, 8)])


_described = lru_cache(maxsize=1 << 16)(described)


def prepared(marked: Sequence[Marked]) -> Arrays:
    """Rows [pieces, LENGTH, MOST], labels and weights [pieces, LENGTH]."""
    rows: list[tuple[int, ...]] = []
    labels: list[bool] = []
    weights: list[bool] = []

    def leave(count: int) -> None:
        rows.extend([()] * count)
        labels.extend([False] * count)
        weights.extend([False] * count)

    for one in marked:
        tokens = list(TOKEN.finditer(one.text))
        room = -len(rows) % LENGTH
        if len(tokens) + GAP > room:
            leave(room)
        for token in tokens:
            rows.append(_described(token[0]).rows)
            labels.append(one.holds(token.start()) and token[0][0].isalpha())
            weights.append(token[0][0].isalpha())
        leave(GAP)
    leave(-len(rows) % LENGTH)
    table = np.zeros((len(rows), MOST), np.uint16)
    for at, some in enumerate(rows):
        table[at, : len(some)] = some
    return (
        table.reshape(-1, LENGTH, MOST),
        np.array(labels, np.float32).reshape(-1, LENGTH),
        np.array(weights, np.float32).reshape(-1, LENGTH),
    )


def _layer(rng: np.random.Generator, *shape: int) -> jax.Array:
    return jnp.asarray(rng.normal(0, (2 / shape[0]) ** 0.5, shape), jnp.float32)


def _fresh(rng: np.random.Generator) -> Parameters:
    made = {"table": jnp.asarray(rng.normal(0, 0.1, (ROWS, WIDTH)), jnp.float32)}
    before = WIDTH
    for layer in range(len(DILATIONS)):
        made[f"w{layer}"] = _layer(rng, 3 * before, HIDDEN)
        made[f"b{layer}"] = jnp.zeros(HIDDEN)
        before = HIDDEN
    return made | {"out": _layer(rng, HIDDEN), "bias": jnp.zeros(())}


def _opinion(p: Parameters, rows: jax.Array, key: jax.Array, drop: float) -> jax.Array:
    hidden = p["table"].at[0].set(0)[rows].sum(2)
    for layer, step in enumerate(DILATIONS):
        around, length = jnp.pad(hidden, ((0, 0), (step, step), (0, 0))), hidden.shape[1]
        seen = jnp.concatenate([around[:, at * step : at * step + length] for at in range(3)], axis=2)
        new = jax.nn.relu(seen @ p[f"w{layer}"] + p[f"b{layer}"])
        key, now = jax.random.split(key)
        new = new * jax.random.bernoulli(now, 1 - drop, new.shape) / (1 - drop)
        hidden = new if layer == 0 else new + hidden
    return hidden @ p["out"] + p["bias"]


def _judgement(p: Parameters, seen: jax.Array, key: jax.Array, drop: float) -> jax.Array:
    hidden = jax.nn.relu(seen @ p["judge_in"] + p["judge_in_bias"])
    hidden = hidden * jax.random.bernoulli(key, 1 - drop, hidden.shape) / (1 - drop)
    return hidden @ p["judge_out"] + p["judge_out_bias"]


@dataclass
class Lesson:
    """How something is taught."""

    rounds: int
    size: int
    rate: float
    decay: float
    drop: float


@partial(jax.jit, static_argnames=("model", "drop"))
def _step(state: Any, data: Any, key: jax.Array, rate: float, at: int, model: Any, drop: float) -> Any:
    """One step of Adam (Kingma, Ba 2015)."""
    seen, labels, weights = data

    def loss(p: Parameters) -> jax.Array:
        odds = model(p, seen, key, drop)
        each = jnp.maximum(odds, 0) - odds * labels + jnp.log1p(jnp.exp(-jnp.abs(odds)))
        return (each * weights).sum() / weights.sum()

    p, first, second = state
    value, gradient = jax.value_and_grad(loss)(p)
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradient)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradient)
    move = rate / (1 - 0.9**at)
    p = jax.tree.map(lambda x, m, v: x - move * m / (jnp.sqrt(v / (1 - 0.999**at)) + 1e-8), p, first, second)
    return (p, first, second), value


def _taught(model: Any, p: Parameters, data: Arrays, lesson: Lesson, rng: np.random.Generator, hide: Any) -> Parameters:
    state = (p, jax.tree.map(jnp.zeros_like, p), jax.tree.map(jnp.zeros_like, p))
    key, steps = jax.random.PRNGKey(int(rng.integers(1 << 30))), lesson.rounds * (len(data[0]) // lesson.size)
    at = 0
    for _ in range(lesson.rounds):
        for seen, labels, weights in _batches(data, lesson.size, rng):
            at += 1
            key, now = jax.random.split(key)
            rate = lesson.rate * (1 - at / (steps + 1)) + lesson.rate / 30
            some = (hide(seen), labels, weights * (1 + (MISSED - 1) * labels))
            state, _ = _step(state, some, now, rate, at, model, lesson.drop)
            shrunk = {name: x * (1 - rate * lesson.decay) for name, x in state[0].items()}
            state = (shrunk, *state[1:])
    return state[0]


def _batches(data: Arrays, size: int, rng: np.random.Generator) -> Iterator[Arrays]:
    order = rng.permutation(len(data[0]))
    for at in range(0, len(order) - size + 1, size):
        chosen = order[at : at + size]
        yield data[0][chosen], data[1][chosen], data[2][chosen]


def network_taught(data: Arrays, lesson: Lesson, seed: int) -> Parameters:
    """Teach the network; what the lists say of a word is hidden often, so that it learns to read around it."""
    rng = np.random.default_rng(seed)

    def hide(rows: np.ndarray) -> np.ndarray:
        rows = rows.astype(np.int32)
        for which, share in ((_CALLED, 0.4), (_FREQUENT, 0.15)):
            rows[np.isin(rows, which) & (rng.random(rows.shape[:2]) < share)[..., None]] = 0
        rows[(rows <= BUCKETS) & (rng.random(rows.shape) < 0.2)] = 0
        return rows

    return _taught(_opinion, _fresh(rng), data, lesson, rng, hide)


def judge_taught(seen: np.ndarray, labels: np.ndarray, weights: np.ndarray, lesson: Lesson, seed: int) -> Parameters:
    """Teach the judge on what the network has not seen."""
    rng = np.random.default_rng(seed)
    p = {
        "judge_in": _layer(rng, seen.shape[1], JUDGE),
        "judge_in_bias": jnp.zeros(JUDGE),
        "judge_out": _layer(rng, JUDGE),
        "judge_out_bias": jnp.zeros(()),
    }
    return _taught(_judgement, p, (seen, labels, weights), lesson, rng, lambda same: same)
