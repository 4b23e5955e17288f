"""Every room's models, so that Django finds them in one place."""

from oase.channels.email.models import LocalMail, NoLateMail, ReceivedMail, RejectedMail
from oase.channels.push.models import NoticeWishes, Push, PushDevice
from oase.channels.widget.models import IdentityKey, UsedNonce, Widget
from oase.companies.audit.models import SettingChange
from oase.companies.models import Company, Customer, Membership, OpeningHours, Purpose, Topic
from oase.companies.opening.models import OwnDay
from oase.companies.roles.models import Invitation
from oase.companies.teams.models import Team
from oase.conversations.choices.models import Choice
from oase.conversations.listing.models import Listing
from oase.conversations.marks import ReadMark
from oase.conversations.models import (
    Assignment,
    Attachment,
    Conversation,
    Draft,
    Event,
    LateSolution,
    Message,
    Outbox,
)
from oase.experts.answers.models import Imprint, Reuse, SavedAnswer, Similar
from oase.experts.availability.models import (
    Availability,
    ExpertHours,
    ExpertNotice,
    MailedAnswer,
    Pause,
)
from oase.experts.checks.models import AskedToCheck, Check
from oase.experts.matching.models import Outcome, Placing, Standing
from oase.experts.models import Expert, Offer, Qualification
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
from oase.experts.reputation.models import (
    Alarm,
    AlarmAnswer,
    AlarmMail,
    Appeal,
    Appointment,
    Disowned,
    Judgement,
    Opening,
    PublicPage,
    Report,
    Suspension,
)
from oase.experts.rewards.ledger.models import LedgerEntry, LedgerTransaction
from oase.experts.rewards.models import Price, Reward, Shares, TakenBack, Unsettled
from oase.experts.rewards.payouts.models import (
    PaidReward,
    Payer,
    PaymentDetails,
    Payout,
    PayoutRun,
    Returned,
    SentAgain,
    TakenOff,
)
from oase.experts.topics.models import Recognition, TopicCorrection
from oase.people.models import Mailbox, Person
from oase.privacy.erasures import Erasure
from oase.privacy.models import AccessLog, PersonKey, Sealed, SealedFile, VaultKey
from oase.ratings.models import Rating
from oase.second_level.advisors.models import Absence, AdvisorChange, HandoverNote
from oase.second_level.goodwill.models import Goodwill, GoodwillBudget, GoodwillKind, GoodwillWish
from oase.second_level.macros.models import Macro
from oase.second_level.mentions.models import Mention
from oase.second_level.people.models import LearningWish, NoThanksMail, ThanksDigest
from oase.second_level.search.models import BlindMark, MarksWaiting, Searchable, Vocabulary, WordsWaiting
from oase.second_level.shaping.models import Copied, Merge, OwnSolution, Snooze, Split, Tag, Tagging
from oase.second_level.views.models import OwnView
from oase.service_cloud.export.models import Export

__all__ = [
    "Absence",
    "AccessLog",
    "Acknowledgement",
    "AdvisorChange",
    "Alarm",
    "AlarmAnswer",
    "AlarmMail",
    "Appeal",
    "Application",
    "Appointment",
    "AskedToCheck",
    "Assignment",
    "Attachment",
    "Attempt",
    "Availability",
    "BlindMark",
    "Check",
    "Choice",
    "Company",
    "Conversation",
    "Copied",
    "Customer",
    "Disowned",
    "Draft",
    "DrawnQuestion",
    "Erasure",
    "Event",
    "Expert",
    "ExpertHours",
    "ExpertNotice",
    "Export",
    "Goodwill",
    "GoodwillBudget",
    "GoodwillKind",
    "GoodwillWish",
    "HandoverNote",
    "IdentityKey",
    "Imprint",
    "Invitation",
    "Judgement",
    "LateSolution",
    "LearningWish",
    "LedgerEntry",
    "LedgerTransaction",
    "Lesson",
    "LessonVersion",
    "Listing",
    "LocalMail",
    "Macro",
    "Mailbox",
    "MailedAnswer",
    "MarksWaiting",
    "Membership",
    "Mention",
    "Merge",
    "Message",
    "NoLateMail",
    "NoThanksMail",
    "NoticeWishes",
    "Offer",
    "Opening",
    "OpeningHours",
    "Outbox",
    "Outcome",
    "OwnDay",
    "OwnSolution",
    "OwnView",
    "PaidReward",
    "Pause",
    "Payer",
    "PaymentDetails",
    "Payout",
    "PayoutRun",
    "Person",
    "PersonKey",
    "Placing",
    "Portrait",
    "Price",
    "Programme",
    "ProgrammeNotice",
    "PublicPage",
    "Purpose",
    "Push",
    "PushDevice",
    "Qualification",
    "Question",
    "Rating",
    "ReadMark",
    "ReceivedMail",
    "Recognition",
    "RejectedMail",
    "Report",
    "Returned",
    "Reuse",
    "Reward",
    "SavedAnswer",
    "Sealed",
    "SealedFile",
    "Searchable",
    "SentAgain",
    "SettingChange",
    "Shares",
    "Similar",
    "Snooze",
    "Solution",
    "Split",
    "Standing",
    "Suspension",
    "Tag",
    "Tagging",
    "TakenBack",
    "TakenOff",
    "Team",
    "ThanksDigest",
    "Topic",
    "TopicCorrection",
    "TopicTest",
    "Unsettled",
    "UsedNonce",
    "VaultKey",
    "Vocabulary",
    "Widget",
    "WordsWaiting",
]
