"""Words of the organisation on pages: `{% load organisation %}`."""

from django import template

from rimlig.organisation.people import wording

register = template.Library()
register.simple_tag(wording.days)
register.filter(wording.short_day)
register.filter(wording.place_of)
