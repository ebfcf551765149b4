#!/bin/sh
# macOS opens this in a window of Terminal when it is double-clicked.
exec "$(dirname "$0")/预览.sh" "$@"
