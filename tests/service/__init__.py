"""The service at work on real servers: crashes, mixed mail, and as a process."""
