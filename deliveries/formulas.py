"""What a spreadsheet takes for a formula, for every file that people open in one."""

# A cell that begins so may be run by whoever opens it; also after a tab or the end of a line.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
