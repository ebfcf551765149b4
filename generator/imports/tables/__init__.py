"""A table (Excel, CSV) → drafts, and what is handed back of it."""
