"""A Word document → drafts."""
