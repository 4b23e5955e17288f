from django.urls import URLPattern, path

from oase.portals.widget import asking, concern, files, frame, script, tokens

COMPANY = "widget/<slug:slug>/"
CONCERN = f"{COMPANY}<uuid:conversation_id>/"

urlpatterns: list[URLPattern] = [
    path("widget.js", script.script, name="widget-script"),
    path(COMPANY, frame.frame, name="widget"),
    path(f"{COMPANY}token/", tokens.token, name="widget-token"),
    path(f"{COMPANY}leave/", tokens.leave, name="widget-leave"),
    path(f"{COMPANY}home/", frame.home, name="widget-home"),
    path(f"{COMPANY}news/", frame.news, name="widget-news"),
    path(f"{COMPANY}new/", asking.form, name="widget-new"),
    path(f"{COMPANY}preview/", asking.preview, name="widget-preview"),
    path(f"{COMPANY}ask/", asking.ask, name="widget-ask"),
    path(f"{COMPANY}files/<str:token>/", files.file, name="widget-file"),
    path(CONCERN, concern.concern, name="widget-concern"),
    path(f"{CONCERN}live/", concern.live, name="widget-live"),
    path(f"{CONCERN}reply/", concern.reply, name="widget-reply"),
    path(f"{CONCERN}preview/", concern.preview, name="widget-look"),
    path(f"{CONCERN}company/", concern.company, name="widget-company"),
    path(f"{CONCERN}confirm/", concern.confirm, name="widget-confirm"),
    path(f"{CONCERN}decline/", concern.decline, name="widget-decline"),
    path(f"{CONCERN}rate/", concern.rate, name="widget-rate"),
    path(f"{CONCERN}address/", concern.address, name="widget-address"),
]
