from oase.portals.office.own import own
from oase.portals.office.payouts import files, pages, putting_right

PLACE = "<slug:slug>/payouts/"

urlpatterns = [
    own(PLACE, pages.payouts, name="office-payouts"),
    own(f"{PLACE}close/", pages.close, name="office-payout-close"),
    own(f"{PLACE}rewards/", putting_right.rewards, name="office-rewards"),
    own(f"{PLACE}rewards/<int:reward_id>/take-back/", putting_right.take_back_reward, name="office-take-back"),
    own(f"{PLACE}account/", pages.account, name="office-payout-account"),
    own(f"{PLACE}<slug:month>/", pages.run, name="office-payout-run"),
    own(f"{PLACE}<slug:month>/came-back/<int:number>/", putting_right.came_back, name="office-came-back"),
    own(f"{PLACE}<slug:month>/files/<slug:kind>/", files.file, name="office-payout-file"),
    own(f"{PLACE}<slug:month>/credit-notes/<int:number>/", files.note, name="office-payout-note"),
]
