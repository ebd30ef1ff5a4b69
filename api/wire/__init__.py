"""What goes over the wire, as plain values of JSON.

The names are those of the domain. `api/serializers.py` describes the same for the OpenAPI file,
and a test holds every answer against that description.
"""
