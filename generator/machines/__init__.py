"""Work and files that more than one machine shares."""
