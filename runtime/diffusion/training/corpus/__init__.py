"""Building blocks of the training corpus: where source comes from, which of it may be used, which of it is worth it."""
