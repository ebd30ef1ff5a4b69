"""What deals are called where several stand beside each other."""

from django import template

from dashboard.naming import name_of

register = template.Library()
register.filter("name_of", name_of)
