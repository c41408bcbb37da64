#!/bin/sh
# Double-click in Finder to start the dashboard.
exec sh "$(dirname -- "$0")/start.sh"
