"""What is measured, each in a process of its own, on one database: see `bench.child`."""
