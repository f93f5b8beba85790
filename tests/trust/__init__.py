"""Who wrote it: mails as real providers stamp them, what makes each sure or not, and what no sender can raise."""
