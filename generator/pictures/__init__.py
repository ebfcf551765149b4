"""From originals to what is published: photos, the mark, and drawn share pictures."""
