"""The demo: two companies with everybody in them and what they have said to one another."""
