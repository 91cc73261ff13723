"""Results as pandas tables, for those who want every number."""
