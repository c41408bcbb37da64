"""From an evaluation to a figure: what it shows, what it says, and the table behind it.

`build` has one function a question; each returns a `Chart`, which has no format. `findings` says in plain words what
the numbers support and no more, `words` writes a number with everything that qualifies it, `table` is what stands
behind a figure. `to_plotly` draws a chart for the screen, `to_vega` for paper.
"""
