"""Synthetic portfolios of any size, with histories like those of the catalogue.

precise     a day, stated as precisely as people state theirs (pure)
shapes      what the catalogue's deals have in common (pure)
learning    from the catalogue's files to shapes
plotting    from shapes to the course of one deal, in days from its beginning (pure)
drawing     from a course to the facts of one deal, in the calendar (pure)
sheets      many rows at once into either database
making      from deals to rows; the journal
histories   deriving and settling what was made, by several processes
    beginning   how such a process begins
"""
