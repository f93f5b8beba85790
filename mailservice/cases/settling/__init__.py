"""How a case ends, and what follows: agreement, another date, overtaken by events, actions, after-care, reopening."""
