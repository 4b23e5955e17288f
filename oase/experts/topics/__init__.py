"""Recognising what a question is about."""

from oase.conversations.sensitive import is_sensitive
from oase.experts.topics.keywords import recognise

__all__ = ["is_sensitive", "recognise"]
