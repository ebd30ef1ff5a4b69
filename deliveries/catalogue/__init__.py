"""The catalogue: deals kept in YAML files, read, compared with the database and brought into it.

`loading.load` is the way in; docs/catalogue-format.md is the format. From the file inwards:
problems, nodes, form (what a file may say), agreement (what the files say together), identity
(which entry is which record), records, statements, events (what differs), loading.
"""
