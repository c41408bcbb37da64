"""Message catalogs: English messages by id, and translations."""
