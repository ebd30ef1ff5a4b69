"""Pages for people: a door that reads across the apps."""
