"""The geometry of the charts, pure: days and numbers in, places on the drawing out.

Templates draw what these modules find; nothing here knows Django, a database or a clock. Lengths
are in pixels of the drawing, from its upper left corner.
"""
