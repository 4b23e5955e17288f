"""A newcomer's first answers are looked at by a senior expert before the customer reads them."""
