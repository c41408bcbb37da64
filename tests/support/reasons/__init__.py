"""Why a figure is undefined: the reason, and the smallest tables that show it."""
