"""What staff are told, by permanent code: one table, a module for what is told at each stage.

Imports nothing of ours.
"""

from generator.messages import (
    documents,
    fields,
    files,
    importing,
    privacy,
    reading,
    relations,
    reviews,
    tables,
    wording,
)
from generator.messages.message import Message as Message

# Codes of notices about the wording begin so.
WORDING = "wording-"

ROOMS = (reading, fields, relations, files, importing, tables, documents, wording, privacy, reviews)
MESSAGES: dict[str, Message] = {code: row for room in ROOMS for code, row in room.ROWS.items()}
