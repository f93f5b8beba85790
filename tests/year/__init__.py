"""A partnership's year through the real service: every morning letter and every report, held against the ledger."""
