"""Every room's models, so that Django finds them in one place."""

from oase.channels.email.models import LocalMail, ReceivedMail, RejectedMail
from oase.channels.push.models import NoticeWishes, Push, PushDevice
from oase.channels.widget.models import IdentityKey, UsedNonce, Widget
from oase.companies.models import Company, Customer, Membership, OpeningHours, Purpose, Topic
from oase.conversations.choices.models import Choice
from oase.conversations.marks import ReadMark
from oase.conversations.models import (
    Assignment,
    Attachment,
    Conversation,
    Draft,
    Event,
    Message,
    Outbox,
)
from oase.experts.availability.models import (
    Availability,
    ExpertHours,
    ExpertNotice,
    MailedAnswer,
    Pause,
)
from oase.experts.matching.models import Outcome, Placing, Standing
from oase.experts.models import Expert, Offer, Qualification, Reward
from oase.experts.programme.models import (
    Acknowledgement,
    Application,
    Attempt,
    DrawnQuestion,
    Lesson,
    LessonVersion,
    Portrait,
    Programme,
    ProgrammeNotice,
    Question,
    Solution,
    TopicTest,
)
from oase.people.models import Mailbox, Person
from oase.privacy.erasures import Erasure
from oase.privacy.models import AccessLog, PersonKey, Sealed, SealedFile, VaultKey
from oase.ratings.models import Rating
from oase.service_cloud.export.models import Export

__all__ = [
    "AccessLog",
    "Acknowledgement",
    "Application",
    "Assignment",
    "Attachment",
    "Attempt",
    "Availability",
    "Choice",
    "Company",
    "Conversation",
    "Customer",
    "Draft",
    "DrawnQuestion",
    "Erasure",
    "Event",
    "Expert",
    "ExpertHours",
    "ExpertNotice",
    "Export",
    "IdentityKey",
    "Lesson",
    "LessonVersion",
    "LocalMail",
    "Mailbox",
    "MailedAnswer",
    "Membership",
    "Message",
    "NoticeWishes",
    "Offer",
    "OpeningHours",
    "Outbox",
    "Outcome",
    "Pause",
    "Person",
    "PersonKey",
    "Placing",
    "Portrait",
    "Programme",
    "ProgrammeNotice",
    "Purpose",
    "Push",
    "PushDevice",
    "Qualification",
    "Question",
    "Rating",
    "ReadMark",
    "ReceivedMail",
    "RejectedMail",
    "Reward",
    "Sealed",
    "SealedFile",
    "Solution",
    "Standing",
    "Topic",
    "TopicTest",
    "UsedNonce",
    "VaultKey",
    "Widget",
]
