"""What answers look like, for the OpenAPI file: each field of what `api.wire` makes.

Answers are made as plain values and not by these serializers, which take several times as long;
a test holds every answer against the description.
"""
