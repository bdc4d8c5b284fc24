"""Secrets at rest: encrypted with the operator's key, which never is in the database."""

import base64
import hashlib
import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import InvalidInput


class Vault:
    """Encrypts with the first key and reads with any: a key can be replaced without losing a secret."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys or not all(keys):
            raise InvalidInput({"BELLWETHER_SECRET_KEY": "must not be empty"})
        self._fernet = MultiFernet([Fernet(_derived(key)) for key in keys])

    def lock(self, values: Sequence[str]) -> str:
        """These secrets as one text for a column."""
        return self._fernet.encrypt(json.dumps(list(values)).encode()).decode()

    def unlock(self, locked: str) -> tuple[str, ...]:
        """The secrets again; raises InvalidInput when they were locked with another key."""
        try:
            return tuple(json.loads(self._fernet.decrypt(locked.encode())))
        except InvalidToken:
            sentence = "is not the key that the stored secrets were encrypted with"
            raise InvalidInput({"BELLWETHER_SECRET_KEY": sentence}) from None


def _derived(key: str) -> bytes:
    # Any text of the operator's choice serves; scrypt makes guessing a weak one dear. The salt is fixed,
    # since replicas must derive the same key from the same setting.
    derived = hashlib.scrypt(key.encode(), salt=b"bellwether secrets at rest", n=2**14, r=8, p=1, dklen=32)
    return base64.urlsafe_b64encode(derived)
