"""From single records to a catalog: addresses, references both ways, and every way to a record."""
