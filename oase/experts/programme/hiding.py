"""What experts and those who mark them write is kept shielded, or not at all."""

from django.utils.translation import gettext as _

from oase.companies.models import Company
from oase.conversations.words import Refused
from oase.privacy.shield import shield


def hidden(text: str, company: Company) -> str:
    """The words with placeholders instead of personal data.

    Raises:
        Refused: the shield cannot vouch for them now.
    """
    try:
        return shield(text, vocabulary=frozenset(company.vocabulary)).text
    except Exception as error:  # whatever went wrong in there, nothing unshielded may be kept
        raise Refused(_("This cannot be checked for personal data just now. Please try again in a moment.")) from error
