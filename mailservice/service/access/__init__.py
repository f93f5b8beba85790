"""What the record holds on one person, found and laid into a folder for whoever answers their request. It changes nothing.

Start at `gathering.gather`, and then `folder.lay`.
"""
