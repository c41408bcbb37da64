"""A document as slides: what stands on each (`storyboard`), where (`layouts`), how large (`fit`), how it is drawn."""
