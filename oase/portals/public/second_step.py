import base64

from allauth.mfa.adapter import DefaultMFAAdapter

from oase.privacy.vault import open_for_the_house, seal_for_the_house

BOUND_TO = "second-step"


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Keeps the secrets of authenticator apps and recovery codes sealed, as everything else that opens doors."""

    def encrypt(self, text: str) -> str:
        """Under the key of the house, as base64."""
        return base64.b64encode(seal_for_the_house(text.encode(), bound_to=BOUND_TO)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Raises `VaultError` when it was not sealed by this house."""
        return open_for_the_house(base64.b64decode(encrypted_text), bound_to=BOUND_TO).decode()
