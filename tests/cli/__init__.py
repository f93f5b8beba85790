"""The command line as a coordinator or an administrator types it: what is printed, and with what it leaves."""
