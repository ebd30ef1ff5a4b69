"""The catalogue: deals kept in YAML files, read, compared with the database and brought into it.

`loading.load` is the way in; docs/catalogue-format.md is the format. What the files say: files,
nodes, form, agreement, problems. What differs from the record: identity, written, and then
records (with shared and plan), statements (with kinds) and events. What came of it: outcome.
"""
