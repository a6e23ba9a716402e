"""The shelf: one row a product for lists, facets and search. Refreshed on commit, swept for what was missed."""
