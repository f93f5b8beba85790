"""What people write back to each kind of letter, by somebody who had not seen the code, played in live cases."""
