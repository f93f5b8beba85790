"""Bytes to text: headers, character sets, parts, bodies, pages, and what is wrapped or hidden in them."""
