"""The command line, one file a command: `mailservice case list` is `case_list.py`. Start at `main`, which lists them."""
