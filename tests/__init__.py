"""Stories, room by room; `servers` and `conftest` start the real servers they are told on."""
