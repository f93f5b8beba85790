"""The page for the child's file."""
