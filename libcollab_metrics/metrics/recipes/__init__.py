"""How counts become figures: one recipe a kind of formula, over what was counted in a group."""
