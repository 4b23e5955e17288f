"""The template tags and filters every page has without `{% load %}` (settings: `builtins`)."""

from django import template

from oase.portals.look import attention, faces, forms, markdown, money, talk, text, times

register = template.Library()

register.simple_tag(faces.icon, name="icon")
register.simple_tag(faces.face, name="face")
register.simple_tag(faces.faces_together, name="faces_together")
register.simple_tag(faces.pseudonym_face, name="pseudonym_face")
register.simple_tag(faces.ring, name="ring")
register.simple_tag(faces.small_stars, name="small_stars")

register.simple_tag(talk.said, name="said")
register.simple_tag(talk.happened, name="happened")
register.simple_tag(talk.passed, name="passed")

register.simple_tag(attention.promise_time, name="promise_time")
register.simple_tag(attention.count_down, name="count_down")
register.simple_tag(times.fraction_left, name="fraction_left")

register.filter("clock", times.clock)
register.filter("moment", times.moment)
register.filter("day", times.day)
register.filter("full_day", times.full_day)
register.filter("remaining", times.remaining)
register.filter("is_late", times.is_late)
register.filter("iso", times.iso)

register.filter("euros", money.euros)
register.filter("decimal", money.decimal)

register.filter("message", text.message)
register.filter("line", text.line)
register.filter("lesson", markdown.lesson)

register.filter("kind", forms.kind)
register.filter("dressed", forms.dressed)
register.filter("star_words", forms.star_words)
register.filter("one", forms.one)
