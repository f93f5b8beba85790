"""The page of installation, played from nothing."""
