"""Synthetic portfolios of any size, with histories like those of the catalogue.

Each module uses those above it; those marked with a star know neither database nor clock.

    precise*    a day, stated as precisely as people state theirs
    shapes*     what the catalogue's deals have in common
    learning    from the catalogue's files to shapes
    plotting*   from shapes to the course of one deal, in days from its beginning
    drawn*      the facts of one deal
    drawing*    from a course to them, in the calendar
    press       from facts to rows, table by table
    making      batch after batch; the journal
"""
