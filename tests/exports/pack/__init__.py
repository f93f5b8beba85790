"""The case pack, read as those would read it who get one."""
