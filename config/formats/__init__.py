"""How days and times are written where a page leaves it to Django: in the admin, above all."""
