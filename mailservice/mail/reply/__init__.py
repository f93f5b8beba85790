"""Whose words: a reply cut into its writer's own words, quotes, signature, disclaimer and banner."""
