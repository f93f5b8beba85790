"""The way of a mail, one file a step: collecting receiving hearing deciding sweeping sending filing.

Beside it reconciling, morning, unread, closed_days and by_hand; `rounds` calls them. The only room that knows every other.
"""
