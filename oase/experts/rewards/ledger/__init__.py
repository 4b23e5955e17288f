"""The books: who owes whom what, in double entry. Appended to, never changed; `ledger.sql` is the law."""
