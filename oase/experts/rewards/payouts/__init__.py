"""Closing a month: who is paid how much, with which credit note, and the files for bank and accounts."""
