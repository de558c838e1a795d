# Notes follow the message.
error = ValueError("message")
error.add_note("a note")
error.add_note("two\nlines")
print("start")
raise error
