"""Races and faults over HTTP: several server processes, one database, the stand-in for Stripe, shoppers as threads.

`make faults` runs every case twenty times; `make test` a short form on PostgreSQL.
"""
