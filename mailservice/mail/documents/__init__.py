"""Documents that people send back, as text: Word's and LibreOffice's. Read as data, in bounds; nothing in one is ever run.

Start at `reading.read`. What no form needs, and what could harm, is refused with a sentence.
"""
