"""The page for the child's file that comes with the letter of an ending: start at `laying.files`."""
