"""Builds the shield's lexicon and network anew: `training/shield/run [folder with ner/ and routing/]`.

Of every set marked by others one part in eight is never trained on; the figures printed at the end are taken there.
"""

import argparse
import random
from pathlib import Path

import corpus
import network
import numpy as np
from corpus import Marked
from lists import lexicon
from synthesis import Writer

from oase.privacy.shield.tagger import lexicon as product_lexicon
from oase.privacy.shield.tagger import network as product
from oase.privacy.shield.tagger.features import TOKEN

SEED = 7
PARTS, JUDGED = 8, 2
"""Part 0 of each set is kept aside, the next two teach the judge, the rest the network."""
MESSAGES, MESSAGES_JUDGED, RENAMED = 15_000, 3_000, 4
SHARES = (0.005, 0.01, 0.02, 0.03)


def gathered(folder: Path, rng: random.Random) -> tuple[list[Marked], list[Marked], dict[str, list[Marked]]]:
    """Texts for the network, for the judge, and kept aside."""
    writer = Writer(rng)
    taught: list[Marked] = []
    judged: list[Marked] = []
    aside: dict[str, list[Marked]] = {}
    sets = {name: corpus.read(folder / "ner", name) for name in corpus.NER}
    sets["en_requests"] = list(corpus.plain(folder / "routing"))
    for name, marked in sets.items():
        aside[name], *rest = corpus.apart(marked, PARTS)
        judged += [one for part in rest[:JUDGED] for one in part]
        kept = [one for part in rest[JUDGED:] for one in part]
        taught += kept if name in {"en_requests", "de_legal"} else kept * 2
        named = [one for one in kept if one.names]
        taught += [corpus.renamed(one, writer.like) for one in named * RENAMED]
    for texts, count in ((taught, MESSAGES), (judged, MESSAGES_JUDGED)):
        texts += [writer.message("de" if rng.random() < 0.55 else "en") for _ in range(count)]
    return list(corpus.disguised(taught, rng)), list(corpus.disguised(judged, rng)), aside


def seen_by_judge(net: product.Network, marked: list[Marked]) -> tuple[np.ndarray, np.ndarray]:
    """What the judge looks at, and what is right, for each token that can be part of a name."""
    seen, labels = [], []
    for one in marked:
        places = list(TOKEN.finditer(one.text))
        if not places:
            continue
        traits, opinion = net.opinion([place[0] for place in places])
        possible = traits[:, product.TRAITS] > 0
        seen.append(product.judged_by(traits[:, : product.TRAITS], opinion)[possible])
        labels.append(np.array([one.holds(place.start()) for place in places], np.float32)[possible])
    return np.concatenate(seen), np.concatenate(labels)


def recall_at(net: product.Network, marked: list[Marked]) -> str:
    """Which share of name words is found when a share of the other words is."""
    odds, right = [], []
    for one in marked:
        places = list(TOKEN.finditer(one.text))
        found = net.probabilities([place[0] for place in places]) if places else []
        for place, probability in zip(places, found, strict=True):
            if place[0][0].isalpha():
                odds.append(float(probability))
                right.append(one.holds(place.start()))
    probabilities, names = np.array(odds), np.array(right)
    if not names.any():
        return " ".join(f"{(probabilities > at).mean():.4f} above {at}" for at in (0.1, 0.2, 0.3, 0.5))
    limits = [float(np.quantile(probabilities[~names], 1 - share)) for share in SHARES]
    found = [f"{(probabilities[names] > at).mean():.3f} at {at:.2f}" for at in limits]
    return f"{names.sum()} of {len(names)} words: " + ", ".join(found)


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds the shield's lexicon and network anew.")
    parser.add_argument("folder", type=Path, help="the folder that holds ner/ and routing/")
    folder = parser.parse_args().folder
    keys, bits = lexicon()
    table = len(keys).to_bytes(4, "little") + keys.astype("<u4").tobytes() + bits.astype("<u2").tobytes()
    product_lexicon.FILE.write_bytes(table)
    taught, judged, aside = gathered(folder, random.Random(SEED))
    lesson = network.Lesson(rounds=3, size=64, rate=0.003, decay=0.05, drop=0.2)
    weights = {
        name: np.asarray(x) for name, x in network.network_taught(network.prepared(taught), lesson, SEED).items()
    }
    seen, labels = seen_by_judge(product.Network(weights), judged)
    lesson = network.Lesson(rounds=8, size=256, rate=0.003, decay=0.01, drop=0.1)
    judge = network.judge_taught(seen, labels, np.ones_like(labels), lesson, SEED)
    weights |= {name: np.asarray(x) for name, x in judge.items()}
    np.savez_compressed(product.FILE, **{name: x.astype(np.float16) for name, x in weights.items()})
    product.network.cache_clear()
    print(f"{len(taught)} texts for the network, {len(judged)} for the judge; recall of words at 0.5, 1, 2, 3 % false")
    for name, marked in aside.items():
        print(f"{name}: {recall_at(product.network(), marked)}")


if __name__ == "__main__":
    main()
