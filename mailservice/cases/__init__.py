"""What happens: the rules of a case as pure decisions over plain values.

Commands come in (`commands`, imperative), events come out (`events`, past); `machine.decide` lies between, `case` is
what the events add up to. Start at `machine`. May not touch: the clock, the disk, the network, SQL, templates.
"""
