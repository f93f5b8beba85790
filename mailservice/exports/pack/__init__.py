"""The case pack: what the record holds on one case, or what one side had of it, as page, PDF, mbox and digests.

Start at `packing.files`. Pure: what is kept comes in (`kept`), files go out as bytes, and the same record gives the same bytes.
"""
