"""What the machine could do at most: the same rows by pgbench, a static answer, a bare fsync."""
