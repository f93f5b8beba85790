"""A fault laboratory: one part of the world breaks at a time, and what the running service makes of it is measured."""
