"""A stand-in for Stripe, for the demo and tests: the shop's stripe-python talks to it over HTTP and notices nothing.

It is a process of its own (`python -m demo.emulator`), imports nothing of the shop, and keeps its state in one SQLite
file. Objects have the keys and types of Stripe's own; no money moves. `/_control` breaks things on demand.
"""
