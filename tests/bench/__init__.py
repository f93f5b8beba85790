"""How fast the service is, as ratios to a plain reference in the same run. A benchmark is no test: it always passes."""
