"""Fingerprints: the same bytes, the same text of 32 digits."""

from hashlib import blake2b


def digest(*parts: bytes) -> str:
    """Return the fingerprint of some bytes: 16 bytes of BLAKE2b, in hexadecimal digits."""
    found = blake2b(digest_size=16)
    for part in parts:
        found.update(len(part).to_bytes(8))
        found.update(part)
    return found.hexdigest()
