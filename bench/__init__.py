"""Figures under load: the shop beside a bare view, on the same server, in the same run. `python -m bench --help`."""
