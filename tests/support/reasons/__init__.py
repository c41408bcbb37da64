"""The reasons why each metric can be undefined, with the smallest tables that show them."""
