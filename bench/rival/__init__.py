"""What a plain REST framework would do over the same rows: the rival of the API's lines."""
