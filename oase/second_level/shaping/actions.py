"""What staff do to the shape of concerns: keyword-only verbs, one transaction each."""

from oase.second_level.shaping.merging import merge, unmerge
from oase.second_level.shaping.snoozing import snooze, wake
from oase.second_level.shaping.splitting import split
from oase.second_level.shaping.tags import make_tag, offer_tag, put_tag, rename_tag, retire_tag, take_tag

__all__ = [
    "make_tag",
    "merge",
    "offer_tag",
    "put_tag",
    "rename_tag",
    "retire_tag",
    "snooze",
    "split",
    "take_tag",
    "unmerge",
    "wake",
]
