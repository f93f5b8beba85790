"""What sort of mail it is: a person's, an absence, a bounce, a machine's."""
