"""The migrations of the record, from the first; `Database.upgrade` runs them. Nothing else imports this."""
