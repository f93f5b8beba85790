"""A form as a document to fill in and send back. Start at `document.document`."""
