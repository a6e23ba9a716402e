"""Points of failure: a process of the rig kills itself at a named step, once. No word of it in the shop's own code."""
