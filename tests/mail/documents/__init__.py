"""What is read of a document that somebody sends back."""
