"""The record: what is kept, on SQLite and on PostgreSQL alike."""
