"""Who vouches for a mail server: the machine's own certificate authorities, and a private one by a setting (`ca_file`)."""

import ssl


class NoAuthorityError(ValueError):
    """The file of a private certificate authority cannot be read, or holds no certificate."""


def context(ca_file: str = "") -> ssl.SSLContext:
    """Return what a server's certificate is held to; NoAuthorityError."""
    held_to = ssl.create_default_context()
    # SSLKEYLOGFILE would have it write down what every password is read with.
    held_to.keylog_filename = None  # type: ignore[assignment] # it is None where nothing is written down, whatever its type says
    if ca_file:
        # Python 3.13 and newer refuse a private authority that lacks a form of RFC 5280, such as keyUsage. OpenSSL verifies the
        # signatures, the server's name and the dates all the same; with it, the step to a newer Debian would lose the mailbox.
        held_to.verify_flags &= ~ssl.VERIFY_X509_STRICT
        try:
            held_to.load_verify_locations(ca_file)
        except OSError as fault:  # ssl.SSLError is one: no certificate stands in it
            raise NoAuthorityError(ca_file) from fault
    return held_to
