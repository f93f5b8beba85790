"""What was agreed: a partnership's written policy as typed values, and its working days. Pure, but for `load`.

Start at `model`. May not touch: the clock, the disk (but `load`), the network, SQL, templates.
"""
