"""Mail in and out, against real servers."""
