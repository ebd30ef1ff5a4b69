"""Synthetic portfolios of any size, with histories like those of the catalogue.

Each module uses those above it; those marked with a star know neither database nor clock.

    precise*    a day, stated as precisely as people state theirs
    shapes*     what the catalogue's deals have in common
    learning    from the catalogue's files to shapes
    plotting*   from shapes to the course of one deal, in days from its beginning
    drawn*      the facts of one deal
    drawing*    from a course to them, in the calendar
    sheets      many rows at once into either database
    press       from facts to rows, table by table
    making      batch after batch; the journal
    beginning   how a process begins that helps another
    histories   deriving and settling what was made, by several processes
"""
