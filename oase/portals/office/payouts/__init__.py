"""Where those who lead close months: what is owed, from which account, and the files of what was paid."""
