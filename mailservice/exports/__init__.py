"""What is shown: a transcript as a page to open, and later as other documents. Each export is handed a `Transcript`."""
