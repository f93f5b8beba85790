"""What the administrator and the office fill in: the settings file and the directory file, checked."""
