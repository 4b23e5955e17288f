"""Every page and every one of the cast: what they get, and that nothing on it is somebody else's.

A new address fails here until it stands in a table. Behind the addresses are things of Karla's at Kaffeewerk: Emil
holds the conversation of the desk's addresses, Ada the one of the office's. `guest` has a link to another one.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.urls import get_resolver, reverse

from tests.cast import IBAN, PHONE, Cast
from tests.portals.world import GIVEN, GUESTS, HELD, MALLORYS, NOTE, OFFERED, WHO, World, arguments, build, posted

READ = """
                                         anon  guest  karla  emil  ada  dora  sven mallory
home                                      200    200    302   302  302   302   302     200
mail                                      200    200    200   200  200   200   200     200
privacy                                   200    200    200   200  200   200   200     200
experts                                   200    200    200   200  200   200   200     200
invitation                                200    200    200   200  200   200   200     200
apply                                     302    302    200   200  302   302   302     200
portrait                                  404    404    404   404  404   404   404     404
imprint                                   200    200    200   200  200   200   200     200
robots                                    200    200    200   200  200   200   200     200
favicon                                   302    302    302   302  302   302   302     302
healthz                                   503    503    503   503  503   503   503     503
manifest                                  200    200    200    200  200   200   200     200
service-worker                            200    200    200    200  200   200   200     200
offline                                   200    200    200    200  200   200   200     200
phone-who                                 200    200    200    200  200   200   200     200
notices                                   302    302    200    200  200   200   200     200
no-mails                                  200    200    200   200  200   200   200     200
ask                                       200    200    200   200  200   200   200     200
concerns                                  200    200    200   200  200   200   200     200
concern                                   404    404    200   404  404   404   404     404
concern-live                              404    404    200   404  404   404   404     404
access-log                                200    200    200   200  200   200   200     200
link                                      303    303    303   303  303   303   303     303
my-data                                   302    302    200   200  200   200   200     200
file                                      404    404    200   404  404   404   404     404
profile                                   302    302    200   200  200   200   200     200
leaving                                   302    302    200   200  200   200   200     200
forgotten                                 404    404    404   404  404   404   404     404
helper                                    404    404    200   404  404   404   404     404
advisor                                   302    302    200   404  404   404   404     404
desk                                      302    302    404   200  404   404   404     404
desk-offers                               302    302    404   200  404   404   404     404
desk-count                                302    302    404   200  404   404   404     404
desk-presence                             302    302    404   200  404   404   404     404
desk-availability                         302    302    404   200  404   404   404     404
desk-held                                 302    302    404   200  404   404   404     404
desk-week                                 302    302    404   200  404   404   404     404
desk-past                                 302    302    404   200  404   404   404     404
desk-rewards                              302    302    404   200  404   404   404     404
desk-payment                              302    302    404   200  404   404   404     404
desk-credit-note                          302    302    404   200  404   404   404     404
desk-topics                               302    302    404   200  404   404   404     404
desk-profile                              302    302    404   200  404   404   404     404
desk-learn                                302    302    404   200  404   404   404     404
desk-lesson                               302    302    404   200  404   404   404     404
desk-test                                 302    302    404   200  404   404   404     404
desk-marking                              302    302    404   200  404   404   404     404
desk-standing                             302    302    404   200  404   404   404     404
desk-report                               302    302    404   404  404   404   404     404
desk-check-report                         302    302    404   404  404   404   404     404
desk-similar-report                       302    302    404   404  404   404   404     404
expert-page                               200    200    200   200  200   200   200     200
concern-report                            404    404    200   404  404   404   404     404
office-moderation                         302    302    404   404  200   200   200     404
office-moderated                          302    302    404   404  404   404   200     404
office-report-expert                      302    302    404   404  200   200   200     404
desk-conversation                         302    302    404   200  404   404   404     404
desk-thread                               302    302    404   200  404   404   404     404
desk-held-beside                          302    302    404   200  404   404   404     404
desk-checks                               302    302    404   200  404   404   404     404
desk-checks-asked                         302    302    404   200  404   404   404     404
desk-check                                302    302    404   404  404   404   404     404
desk-check-live                           302    302    404   200  404   404   404     404
desk-answers                              302    302    404   200  404   404   404     404
desk-answer-new                           302    302    404   200  404   404   404     404
desk-answer                               302    302    404   200  404   404   404     404
desk-waiting                              302    302    404   200  404   404   404     404
desk-suited                               302    302    404   200  404   404   404     404
desk-similar                              302    302    404   200  404   404   404     404
desk-similar-one                          302    302    404   404  404   404   404     404
office                                    302    302    302   404  302   302   302     302
office-inbox                              302    302    404   404  200   200   200     404
office-views                              302    302    404   404  200   200   200     404
office-search                             302    302    404   404  200   200   200     404
office-queue                              302    302    404   404  200   200   200     404
office-me                                 302    302    404   404  200   200   200     404
office-team                               302    302    404   404  200   200   200     404
office-presenting                         302    302    404   404  200   200   200     404
office-me-leaving                         302    302    404   404  200   200   200     404
office-absences                           302    302    404   404  404   404   200     404
office-advisor                            302    302    404   404  200   200   200     404
office-case                               302    302    404   404  200   200   200     404
office-asked                              302    302    404   404  200   200   200     404
office-correct-topic                      302    302    404   404  200   200   200     404
office-head                               302    302    404   404  200   200   200     404
office-thread                             302    302    404   404  200   200   200     404
office-customer                           302    302    404   404  200   200   200     404
office-promise                            302    302    404   404  200   200   200     404
office-give-back                          302    302    404   404  200   200   200     404
office-palette                            302    302    404   404  200   200   200     404
office-case-palette                       302    302    404   404  200   200   200     404
office-colleagues                         302    302    404   404  200   200   200     404
office-use-macro                          302    302    404   404  200   200   200     404
office-own-views                          302    302    404   404  200   200   200     404
office-join                               302    302    404   404  200   200   200     404
office-split                              302    302    404   404  200   200   200     404
office-tags                               302    302    404   404  404   404   200     404
office-own-view-new                       302    302    404   404  200   200   200     404
office-own-view                           302    302    404   404  200   404   404     404
office-macros                             302    302    404   404  404   404   200     404
office-macro-new                          302    302    404   404  404   404   200     404
office-macro                              302    302    404   404  404   404   200     404
office-file                               302    302    404   404  302   404   404     404
widget-script                             200    200    200   200  200   200   200     200
widget                                    200    200    200   200  200   200   200     200
widget-home                               200    200    200   200  200   200   200     200
widget-new                                200    200    200   200  200   200   200     200
widget-news                               401    401    401   401  401   401   401     401
widget-concern                            401    401    401   401  401   401   401     401
widget-live                               401    401    401   401  401   401   401     401
widget-file                               401    401    401   401  401   401   401     401
office-widget                             302    302    404   404  404   404   200     404
office-today                              302    302    404   404  404   404   200     404
office-hours                              302    302    404   404  404   404   200     404
office-holidays                           302    302    404   404  404   404   200     404
office-promises                           302    302    404   404  404   404   200     404
office-company-promises                   302    302    404   404  404   404   200     404
office-topic-promises                     302    302    404   404  404   404   200     404
office-teams                              302    302    404   404  404   404   200     404
office-team-new                           302    302    404   404  404   404   200     404
office-team-edit                          302    302    404   404  404   404   200     404
office-roles                              302    302    404   404  404   404   200     404
office-place                              302    302    404   404  404   404   200     404
office-retention                          302    302    404   404  404   404   200     404
office-company                            302    302    404   404  404   404   200     404
office-changes                            302    302    404   404  404   404   200     404
office-invited                            302    302    200   404  404   404   404     404
office-settings                           302    302    404   404  404   404   200     404
office-plan                               302    302    404   404  404   404   200     404
office-payouts                            302    302    404   404  404   404   200     404
office-payout-account                     302    302    404   404  404   404   200     404
office-payout-run                         302    302    404   404  404   404   200     404
office-payout-file                        302    302    404   404  404   404   200     404
office-payout-note                        302    302    404   404  404   404   200     404
office-rewards                            302    302    404   404  404   404   200     404
no-thanks                                 200    200    200   200  200   200   200     200
office-give                               302    302    404   404  200   200   200     404
office-withdraw                           302    302    404   404  200   404   200     404
office-goodwill                           302    302    404   404  200   200   200     404
office-goodwill-kinds                     302    302    404   404  404   404   200     404
office-goodwill-kind-new                  302    302    404   404  404   404   200     404
office-goodwill-kind                      302    302    404   404  404   404   200     404
office-thanks                             302    302    404   404  200   200   200     404
office-colleague                          302    302    404   404  200   200   200     404
office-topics                             302    302    404   404  404   404   200     404
office-topic-new                          302    302    404   404  404   404   200     404
office-topic                              302    302    404   404  404   404   200     404
office-invitation                         302    302    404   404  404   404   200     404
office-lessons                            302    302    404   404  404   404   200     404
office-lesson-new                         302    302    404   404  404   404   200     404
office-lesson                             302    302    404   404  404   404   200     404
office-questions                          302    302    404   404  404   404   200     404
office-test                               302    302    404   404  404   404   200     404
office-question-new                       302    302    404   404  404   404   200     404
office-question                           302    302    404   404  404   404   200     404
office-prices                             302    302    404   404  404   404   200     404
office-topic-prices                       302    302    404   404  404   404   200     404
office-experts                            302    302    404   404  404   404   200     404
office-expert                             302    302    404   404  404   404   200     404
office-marking                            302    302    404   404  200   200   200     404
account_login                             200    200    302   302  302   302   302     302
account_logout                            302    302    200   200  200   200   200     200
account_inactive                          200    200    200   200  200   200   200     200
account_signup                            200    200    302   302  302   302   302     302
account_reauthenticate                    302    302    200   200  200   200   200     200
account_email                             302    302    200   200  200   200   200     200
account_email_verification_sent           302    302    302   302  302   302   302     302
account_change_password                   302    302    200   200  200   200   200     200
account_set_password                      302    302    302   302  302   302   302     302
account_reset_password                    200    200    200   200  200   200   200     200
account_confirm_login_code                302    302    302   302  302   302   302     302
account_reset_password_from_key_done      200    200    200   200  200   200   200     200
account_reset_password_from_key           200    200    200   200  200   200   200     200
account_reset_password_done               200    200    200   200  200   200   200     200
account_request_login_code                200    200    302   302  302   302   302     302
mfa_index                                 302    302    200   200  200   200   200     200
mfa_authenticate                          302    302    302   302  302   302   302     302
mfa_reauthenticate                        302    302    302   302  302   302   302     302
mfa_activate_totp                         302    302    302   302  302   302   302     302
mfa_deactivate_totp                       302    302    404   404  404   404   404     404
mfa_view_recovery_codes                   302    302    404   404  404   404   404     404
mfa_generate_recovery_codes               302    302    302   302  302   302   302     302
mfa_download_recovery_codes               302    302    404   404  404   404   404     404
mfa_list_webauthn                         302    302    200   200  200   200   200     200
mfa_add_webauthn                          302    302    302   302  302   302   302     302
mfa_reauthenticate_webauthn               302    302    302   302  302   302   302     302
mfa_remove_webauthn                       302    302    302   302  302   302   302     302
mfa_edit_webauthn                         302    302    302   302  302   302   302     302
mfa_login_webauthn                        302    302    302   302  302   302   302     302
set_language                              302    302    302   302  302   302   302     302
kit                                       200    200    200   200  200   200   200     200
kit_page                                  200    200    200   200  200   200   200     200
"""
WRITE = """
                                         anon  guest  karla  emil  ada  dora  sven mallory
ask                                       303    303    303   303  303   303   303     303
ask-preview                               200    200    200   200  200   200   200     200
concern-preview                           404    404    200   404  404   404   404     404
concern-withdraw                          404    404    303   404  404   404   404     404
concern-reply                             404    404    303   404  404   404   404     404
concern-send-on                           404    404    303   404  404   404   404     404
concern-company                           404    404    303   404  404   404   404     404
concern-confirm                           404    404    303   404  404   404   404     404
concern-decline                           404    404    303   404  404   404   404     404
concern-rate                              404    404    303   404  404   404   404     404
link                                      303    303    303   303  303   303   303     303
apply                                     302    302    303   303  422   422   422     303
profile                                   302    302    303   303  303   303   303     303
notices                                   302    302    303    303  303   303   303     303
no-mails                                  200    200    200   200  200   200   200     200
notices-add                               403    403    403    403  403   403   403     403
notices-remove                            302    302    303    404  404   404   404     404
notices-try                               302    302    303    404  404   404   404     404
my-data-ask                               302    302    303   303  303   303   303     303
my-data-fetch                             302    302    303   404  404   404   404     404
leaving                                   302    302    422   422  422   422   422     422
leaving-keep                              302    302    422   422  422   422   422     422
leaving-now                               302    302    302   302  302   302   302     302
desk-claim                                302    302    404   303  404   404   404     404
desk-decline                              302    302    404   303  404   404   404     404
desk-available                            302    302    404   303  404   404   404     404
desk-public                               302    302    404   303  404   404   404     404
desk-not-me                               302    302    404   303  404   404   404     404
desk-appeal                               302    302    404   422  404   404   404     404
desk-report                               302    302    404   404  404   404   404     404
desk-check-report                         302    302    404   404  404   404   404     404
desk-similar-report                       302    302    404   404  404   404   404     404
concern-report                            404    404    302   404  404   404   404     404
office-alarm                              302    302    404   404  404   404   302     404
office-report                             302    302    404   404  404   404   302     404
office-suspend                            302    302    404   404  404   404   302     404
office-lift                               302    302    404   404  404   404   302     404
office-appeal                             302    302    404   404  404   404   422     404
office-report-expert                      302    302    404   404  302   302   302     404
desk-availability                         302    302    404   303  404   404   404     404
desk-payment                              302    302    404   303  404   404   404     404
desk-profile                              302    302    404   303  404   404   404     404
desk-lesson                               302    302    404   303  404   404   404     404
desk-test-start                           302    302    404   303  404   404   404     404
desk-test-keep                            302    302    404   204  404   404   404     404
desk-test                                 302    302    404   303  404   404   404     404
desk-mark                                 302    302    404   404  404   404   404     404
desk-notice-read                          302    302    404   303  404   404   404     404
desk-draft                                302    302    404   204  404   404   404     404
desk-look                                 302    302    404   200  404   404   404     404
desk-reply                                302    302    404   303  404   404   404     404
desk-propose                              302    302    404   303  404   404   404     404
desk-give-on                              302    302    404   303  404   404   404     404
desk-check-take                           302    302    404   404  404   404   404     404
desk-check-pass                           302    302    404   404  404   404   404     404
desk-check-agree                          302    302    404   404  404   404   404     404
desk-check-instead                        302    302    404   404  404   404   404     404
desk-check-look                           302    302    404   404  404   404   404     404
desk-answer-new                           302    302    404   303  404   404   404     404
desk-answer                               302    302    404   303  404   404   404     404
desk-answer-delete                        302    302    404   303  404   404   404     404
desk-take-back                            302    302    404   303  404   404   404     404
desk-preview                              302    302    404   200  404   404   404     404
desk-insert                               302    302    404   200  404   404   404     404
desk-similar-open                         302    302    404   404  404   404   404     404
advisor-choose                            302    302    302   404  404   404   404     404
office-presenting                         302    302    404   404  302   302   302     404
office-absence                            302    302    404   404  302   302   302     404
office-absence-cancel                     302    302    404   404  302   404   302     404
office-handover-note                      302    302    404   404  302   404   302     404
office-absent                             302    302    404   404  404   404   302     404
office-absences                           302    302    404   404  404   404   302     404
office-me-leaving                         302    302    404   404  302   302   302     404
office-advisor                            302    302    404   404  303   303   303     404
office-away                               302    302    404   404  302   302   302     404
office-reply                              302    302    404   404  303   303   303     404
office-draft                              302    302    404   404  204   204   204     404
office-reveal                             302    302    404   404  303   303   303     404
office-contact                            302    302    404   404  303   303   303     404
office-search-customer                    302    302    404   404  422   422   422     404
office-correct-topic                      302    302    404   404  303   303   303     404
office-hand-over                          302    302    404   404  303   303   303     404
office-progress                           302    302    404   404  303   303   303     404
office-later                              302    302    404   404  303   422   422     404
office-give-back                          302    302    404   404  422   422   422     404
office-give-back-look                     302    302    404   404  200   200   200     404
office-mentions-done                      302    302    404   404  303   303   303     404
office-own-view-new                       302    302    404   404  302   302   302     404
office-own-view                           302    302    404   404  302   404   404     404
office-own-view-remove                    302    302    404   404  302   404   404     404
office-own-view-fits                      302    302    404   404  200   200   200     404
office-macro-new                          302    302    404   404  404   404   302     404
office-macro                              302    302    404   404  404   404   302     404
office-macro-retire                       302    302    404   404  404   404   302     404
office-tag                                302    302    404   404  303   303   303     404
office-untag                              302    302    404   404  303   303   303     404
office-snooze                             302    302    404   404  303   422   422     404
office-wake                               302    302    404   404  303   303   303     404
office-join                               302    302    404   404  422   422   422     404
office-split                              302    302    404   404  422   422   422     404
office-part                               302    302    404   404  404   404   404     404
office-bulk                               302    302    404   404  302   302   302     404
office-bulk-undo                          302    302    404   404  302   302   302     404
office-tags                               302    302    404   404  404   404   302     404
office-take                               302    302    404   404  422   303   303     404
office-solve                              302    302    404   404  303   303   303     404
widget-token                              400    400    400   400  400   400   400     400
widget-leave                              204    204    204   204  204   204   204     204
widget-preview                            200    200    200   200  200   200   200     200
widget-ask                                401    401    401   401  401   401   401     401
widget-reply                              401    401    401   401  401   401   401     401
widget-look                               401    401    401   401  401   401   401     401
widget-company                            401    401    401   401  401   401   401     401
widget-confirm                            401    401    401   401  401   401   401     401
widget-decline                            401    401    401   401  401   401   401     401
widget-rate                               401    401    401   401  401   401   401     401
widget-address                            401    401    401   401  401   401   401     401
office-hours                              302    302    404   404  404   404   302     404
office-holidays                           302    302    404   404  404   404   302     404
office-company-promises                   302    302    404   404  404   404   302     404
office-topic-promises                     302    302    404   404  404   404   302     404
office-team-new                           302    302    404   404  404   404   302     404
office-team-edit                          302    302    404   404  404   404   302     404
office-team-remove                        302    302    404   404  404   404   302     404
office-roles                              302    302    404   404  404   404   302     404
office-invitation-change                  302    302    404   404  404   404   302     404
office-place                              302    302    404   404  404   404   302     404
office-leaving                            302    302    404   404  404   404   302     404
office-retention                          302    302    404   404  404   404   302     404
office-company                            302    302    404   404  404   404   302     404
office-invited                            302    302    302   404  404   404   404     404
office-widget                             302    302    404   404  404   404   302     404
office-payout-close                       302    302    404   404  404   404   302     404
office-take-back                          302    302    404   404  404   404   302     404
office-came-back                          302    302    404   404  404   404   302     404
office-payout-account                     302    302    404   404  404   404   302     404
office-widget-key                         302    302    404   404  404   404   200     404
office-recognised                         302    302    404   404  404   404   200     404
office-topic-new                          302    302    404   404  404   404   302     404
office-topic                              302    302    404   404  404   404   302     404
office-invitation                         302    302    404   404  404   404   302     404
office-lesson-new                         302    302    404   404  404   404   302     404
office-lesson                             302    302    404   404  404   404   302     404
office-lesson-retire                      302    302    404   404  404   404   302     404
office-test                               302    302    404   404  404   404   302     404
office-question-new                       302    302    404   404  404   404   302     404
office-question                           302    302    404   404  404   404   302     404
office-question-retire                    302    302    404   404  404   404   302     404
office-prices                             302    302    404   404  404   404   302     404
office-topic-prices                       302    302    404   404  404   404   302     404
office-senior                             302    302    404   404  404   404   302     404
office-mark                               302    302    404   404  302   302   302     404
no-thanks                                 200    200    200   200  200   200   200     200
office-give                               302    302    404   404  303   303   303     404
office-withdraw                           302    302    404   404  302   404   302     404
office-goodwill-decide                    302    302    404   404  404   404   302     404
office-goodwill-drop                      302    302    404   404  302   404   404     404
office-goodwill-kinds                     302    302    404   404  404   404   302     404
office-goodwill-kind-new                  302    302    404   404  404   404   302     404
office-goodwill-kind                      302    302    404   404  404   404   302     404
office-goodwill-retire                    302    302    404   404  404   404   302     404
office-learning                           302    302    404   404  302   302   302     404
office-thanks-mail                        302    302    404   404  302   302   302     404
account_login                             200    200    302   302  302   302   302     302
account_logout                            302    302    302   302  302   302   302     302
account_signup                            200    200    200   200  200   200   200     200
account_reauthenticate                    302    302    302   302  302   302   302     302
account_email                             302    302    302   302  302   302   302     302
account_email_verification_sent           302    302    302   302  302   302   302     302
account_change_password                   302    302    302   302  302   302   302     302
account_set_password                      302    302    302   302  302   302   302     302
account_reset_password                    200    200    200   200  200   200   200     200
account_confirm_login_code                302    302    302   302  302   302   302     302
account_reset_password_from_key           200    200    200   200  200   200   200     200
account_request_login_code                200    200    200   200  200   200   200     200
mfa_index                                 302    302    302   302  302   302   302     302
mfa_authenticate                          302    302    302   302  302   302   302     302
mfa_reauthenticate                        302    302    302   302  302   302   302     302
mfa_activate_totp                         302    302    302   302  302   302   302     302
mfa_deactivate_totp                       302    302    302   302  302   302   302     302
mfa_view_recovery_codes                   302    302    302   302  302   302   302     302
mfa_generate_recovery_codes               302    302    302   302  302   302   302     302
mfa_download_recovery_codes               302    302    302   302  302   302   302     302
mfa_list_webauthn                         302    302    302   302  302   302   302     302
mfa_add_webauthn                          302    302    302   302  302   302   302     302
mfa_reauthenticate_webauthn               302    302    302   302  302   302   302     302
mfa_remove_webauthn                       302    302    302   302  302   302   302     302
mfa_edit_webauthn                         302    302    302   302  302   302   302     302
mfa_login_webauthn                        302    302    302   302  302   302   302     302
set_language                              302    302    302   302  302   302   302     302
kit                                       200    200    200   200  200   200   200     200
kit_page                                  200    200    200   200  200   200   200     200
"""
# The demo's mail is for all to see, and the kit shows sample data: there is nothing to keep from anybody.
FOR_ALL_TO_SEE = {"mail", "kit", "kit_page"}
# The id only says which of one's own is open beside the list.
ONLY_OWN = {"desk-held-beside"}


def rows(table: str) -> dict[str, list[int]]:
    """Status by name, in the order of WHO."""
    lines = [line.split() for line in table.strip().splitlines()]
    assert tuple(lines[0]) == WHO
    return {name: [int(status) for status in statuses] for name, *statuses in lines[1:]}


def addresses(resolver: Any = None, above: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name of every address in the house, and what its path is made of."""
    for pattern in (resolver or get_resolver()).url_patterns:
        wanted = (*above, *(pattern.pattern.converters or pattern.pattern.regex.groupindex))
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, wanted)
        else:
            yield str(pattern.name), wanted


def body_of(answer: Any) -> str:
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


def answer(world: World, who: str, method: str, url: str, data: dict[str, object] | None = None) -> tuple[int, str]:
    """Status and body of one request. What it changed is taken back, so that all meet the same world."""
    with transaction.atomic():
        browser = world.browsers[who]
        given = browser.get(url) if method == "GET" else browser.post(url, data)
        transaction.set_rollback(True)
    return given.status_code, body_of(given)


TYPED = ("office-roles", "sven", "karla@example.org")
"""He invited her by this address, and sees whom he invited."""


def faults(world: World, method: str, table: dict[str, list[int]]) -> list[str]:
    """What is not as the table says, and what stands where it must not."""
    found = []
    for name, wanted in addresses():
        url = reverse(name, kwargs=arguments(world, name, wanted))
        expected = table.get(name, [405] * len(WHO))
        data = posted(world, name)
        for who, status in zip(WHO, expected, strict=True):
            got, body = answer(world, who, method, url, data)
            if got != status:
                found.append(f"{method} {name} as {who}: {got} instead of {status}")
            if name not in FOR_ALL_TO_SEE:
                found += [
                    f"{method} {name} shows {who} {secret}"
                    for secret in world.secrets_from(who)
                    if secret in body and (name, who, secret) != TYPED
                ]
    return found


def test_every_address_stands_in_a_table() -> None:
    named = [name for name, _ in addresses()]
    assert "None" not in named
    assert set(named) - set(rows(READ)) - set(rows(WRITE)) == set()
    assert (set(rows(READ)) | set(rows(WRITE))) - set(named) == set()


def test_reading(cast: Cast) -> None:
    assert "\n".join(faults(build(cast), "GET", rows(READ))) == ""


def test_writing(cast: Cast) -> None:
    assert "\n".join(faults(build(cast), "POST", rows(WRITE))) == ""


def test_the_secrets_are_there_for_those_they_belong_to(cast: Cast) -> None:
    world = build(cast)
    concern, office = (
        reverse("concern", args=[world.held.pk]),
        reverse("office-case", args=["kaffeewerk", world.given.pk]),
    )
    for who, url, shown in (
        ("karla", concern, (HELD, PHONE, IBAN, "Karoline Blum")),
        ("karla", "/profile/", ("Karoline", "Blum", PHONE, "Lindenstr")),
        ("guest", reverse("concern", args=[world.guests.pk]), (GUESTS, "Petersen", "0160 5550199")),
        ("emil", reverse("desk-conversation", args=[world.held.pk]), (HELD,)),
        ("emil", "/desk/offers/", (OFFERED,)),
        ("ada", office, (GIVEN, NOTE, "Karoline")),
        ("sven", office, (GIVEN, NOTE, "Karoline")),
        ("mallory", reverse("concern", args=[world.mallorys.pk]), (MALLORYS,)),
        ("mallory", "/profile/", ("Werftgasse", "0151 5550123")),
    ):
        status, body = answer(world, who, "GET", url)
        assert (status, [secret for secret in shown if secret not in body]) == (200, []), f"{who} at {url}"


def test_nobody_reaches_across_with_an_id_they_should_not_have(cast: Cast) -> None:
    world = build(cast)
    everything = (world.offered, world.held, world.given, world.solved, world.guests, world.mallorys)
    own = {"karla": everything[:4], "guest": (world.guests,), "mallory": (world.mallorys,), "emil": (world.held,)}
    parts = {"concern": ("karla", "guest", "mallory", "emil", "ada"), "desk": ("emil",), "office": ("mallory", "ada")}
    found = []
    for name, wanted in addresses():
        place = name.partition("-")[0]
        if "conversation_id" not in wanted or place not in parts or name in ONLY_OWN:
            continue
        for who in parts[place]:
            # Staff of one company, with things of another under their own company's name.
            slug = {"mallory": "velotal", "ada": "kaffeewerk"}.get(who, "")
            mine = {"ada": everything[:5]}.get(who, ()) if place == "office" else own.get(who, ())
            if place == "concern" and who == "emil":
                mine = ()
            for conversation in everything:
                # Giving on twice is giving on once.
                if conversation in mine or (name == "desk-give-on" and conversation == world.given):
                    continue
                given = arguments(world, name, wanted) | {"conversation_id": conversation.pk}
                url = reverse(name, kwargs=given | ({"slug": slug} if "slug" in wanted else {}))
                for method in ("GET", "POST"):
                    status, _ = answer(world, who, method, url, posted(world, name))
                    if status not in (404, 405):
                        found.append(f"{method} {name} as {who}: {status}")
    assert found == []
