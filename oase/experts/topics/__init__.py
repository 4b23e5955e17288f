"""Recognising what a question is about."""

from oase.conversations.sensitive import is_sensitive
from oase.experts.topics.recognising import recognise, recognise_by

__all__ = ["is_sensitive", "recognise", "recognise_by"]
