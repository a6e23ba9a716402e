"""The mails of the demo shop, which never leave it: read from the folder they are written to."""
