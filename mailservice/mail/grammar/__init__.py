"""What is asked: words of ours in somebody's text, with their arguments, dates and references."""
