"""From basket to placed order."""
