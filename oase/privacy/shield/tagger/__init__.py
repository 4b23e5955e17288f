"""The learned layer: a lexicon and a small network that tell names from other words. Built by training/shield."""

import os

# Matrices this small are slower on several threads, and the other cores belong to other requests.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
