"""Labels of buttons that name what they do, such as "Add 13 sessions"."""

from __future__ import annotations

import re

#: Adds a file under review; the number and kind of its rows follow.
ADD_BUTTON = re.compile(r"^Add (\d|its rows)")
